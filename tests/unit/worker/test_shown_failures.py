"""A task that is shown as failed in luigid stays so, whatever its worker tells later."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from alfrd_luigi.worker.luigid import Luigid
from support import luigid


def test_a_task_that_is_done_later_stays_failed(tmp_path: Path) -> None:
    with luigid.serving(tmp_path) as scheduler:
        client: Any = Luigid(scheduler.url.rstrip("/"))
        for id in ("failed", "fine"):
            client.add_task(worker="w", task_id=id, status="RUNNING", family="ProcessDocument")
        client.show_failed("failed", "w", "failed at classify")
        for id in ("failed", "fine"):
            client.add_task(worker="w", task_id=id, status="DONE", family="ProcessDocument")
        assert [task["name"] for task in scheduler.tasks("FAILED")] == ["ProcessDocument"]
        assert scheduler.error("failed") == "failed at classify"
        assert len(scheduler.tasks("DONE")) == 1
