"""promtool accepts the example of alert rules, and the rules fire when they should."""

from __future__ import annotations

import subprocess
from pathlib import Path

from support.prometheus import promtool

RULES = Path(__file__).parents[2] / "docs" / "monitoring" / "alerts.yml"
_CASES = f"""
rule_files: [{RULES}]
evaluation_interval: 10m
tests:
  - interval: 10m
    input_series:
      - {{series: 'alfrd_last_run_timestamp_seconds{{instance="a"}}', values: '0x200'}}
      - {{series: 'alfrd_last_success_timestamp_seconds{{instance="a"}}', values: '0x200'}}
      - {{series: 'alfrd_failed_documents{{instance="a",stage="ocr"}}', values: '0x10 2x200'}}
      - {{series: 'alfrd_failed_documents{{instance="a",stage="classify"}}', values: '1x200'}}
      - {{series: 'alfrd_budget_usd{{instance="a",period="day"}}', values: '5x200'}}
      - {{series: 'alfrd_budget_left_usd{{instance="a",period="day"}}', values: '4x100 0.1x100'}}
      - {{series: 'alfrd_rejections_total{{instance="a"}}', values: '3x200'}}
    alert_rule_test:
      - {{eval_time: 2h, alertname: AlfrdDoesNotRun, exp_alerts: []}}
      - eval_time: 4h
        alertname: AlfrdDoesNotRun
        exp_alerts:
          - exp_labels: {{severity: critical, instance: a}}
            exp_annotations:
              summary: No run of alfrd has ended on a for three hours.
              description: "Look at cron and at its mail; then run: alfrd doctor"
      - eval_time: 25h
        alertname: AlfrdDoesNotSucceed
        exp_alerts:
          - exp_labels: {{severity: critical, instance: a}}
            exp_annotations:
              summary: No run of alfrd has succeeded for a day.
              description: "See why with: alfrd status"
      - eval_time: 5h
        alertname: AlfrdDocumentsFailed
        exp_alerts:
          - exp_labels: {{severity: warning, instance: a}}
            exp_annotations: {{summary: 3 documents failed., description: "See why with: alfrd list --status failed"}}
      - {{eval_time: 2h, alertname: AlfrdBudgetLow, exp_alerts: []}}
      - eval_time: 18h
        alertname: AlfrdBudgetLow
        exp_alerts:
          - exp_labels: {{severity: warning, instance: a}}
            exp_annotations: {{summary: Less than a tenth of the budget of this day is left.}}
      - {{eval_time: 18h, alertname: AlfrdEntriesRejected, exp_alerts: []}}
"""


def _promtool(*arguments: str | Path) -> str:
    path = promtool()
    assert path, "tests/promtool needs promtool on the PATH: install Debian's package prometheus"
    done = subprocess.run([path, *arguments], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_rules_are_valid() -> None:
    assert "7 rules found" in _promtool("check", "rules", RULES)


def test_the_rules_fire(tmp_path: Path) -> None:
    cases = tmp_path / "cases.yml"
    cases.write_text(_CASES)
    assert "SUCCESS" in _promtool("test", "rules", cases)
