"""Luigi's configuration: the one luigi.cfg in use, and the shipped values of the keys that it omits.

Luigi merges several files when it is imported, before it loads the application. It reads sections only later: `[core]`,
`[retcode]` and `[worker]` when a run begins, `[resources]` when its scheduler is created.
"""

from __future__ import annotations

import os

from luigi.configuration import LuigiConfigParser, get_config

from alfrd_luigi import logs
from alfrd_luigi.configuration import config_file, read_into, shipped


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
    config.read_dict(shipped())
    if file is not None:
        read_into(config, file)
    if logs.is_json():  # Luigi's own handler writes text
        config.set("core", "no_configure_logging", "true")
    # For code that makes Luigi read its files again.
    LuigiConfigParser._config_paths = [str(file)] if file is not None else []
