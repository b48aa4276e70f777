"""Luigi's configuration: the one luigi.cfg in use, and defaults for the keys that it omits.

Luigi merges several files when it is imported, before it loads the application. It reads sections only later: `[core]`,
`[retcode]` and `[worker]` when a run begins, `[resources]` when its scheduler is created.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

from luigi.configuration import LuigiConfigParser, get_config

from alfrd_luigi import logs
from alfrd_luigi.configuration import config_file, read_into
from alfrd_luigi.settings import SLOTS

# The values of the shipped luigi.cfg, which gives the reasons.
DEFAULTS: Mapping[str, Mapping[str, str]] = {
    "core": {"workers": "16", "no_lock": "true", "log_level": "WARNING", "autoload_range": "false"},
    "worker": {
        "keep_alive": "false",
        "check_unfulfilled_deps": "false",
        "wait_interval": "0.05",
        "wait_jitter": "0",
    },
    "scheduler": {"stable_done_cooldown_secs": "0"},
    "resources": {name: str(limit) for name, limit in SLOTS.items()},
    "retcode": {
        "already_running": "10",
        "missing_data": "20",
        "not_run": "25",
        "task_failed": "30",
        "scheduling_error": "35",
        "unhandled_exception": "40",
    },
}


def adopt() -> None:
    """Make Luigi use the one file instead of those that it has merged. Raises SettingsError like `read_into`.

    A configuration in TOML (LUIGI_CONFIG_PARSER) is left to Luigi.
    """
    config = get_config()
    if not isinstance(config, LuigiConfigParser):
        return
    file = config_file(os.environ)
    config.clear()
    config[config.default_section].clear()
    config.read_dict(DEFAULTS)
    if file is not None:
        read_into(config, file)
    if logs.is_json():  # Luigi's own handler writes text
        config.set("core", "no_configure_logging", "true")
    # For code that makes Luigi read its files again.
    LuigiConfigParser._config_paths = [str(file)] if file is not None else []
