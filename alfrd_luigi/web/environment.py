"""The templates' environment: what every page can use. Everything that is not a template's own text is escaped."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from alfrd_luigi.views.formats import name
from alfrd_luigi.views.formats.local import LocalFormats
from alfrd_luigi.web import charts, texts
from alfrd_luigi.web.compiled import CompiledTemplates
from alfrd_luigi.web.explanation import Explanation


class Pages:
    """Draws pages in a locale."""

    def __init__(self, locale: str) -> None:
        """Raises SettingsError for a locale that is not known."""
        self._environment = Environment(
            loader=PackageLoader("alfrd_luigi.web"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,  # otherwise each page looks at the times of its templates
            bytecode_cache=CompiledTemplates(),
        )
        self.formats = formats = LocalFormats(locale)
        written = texts.Texts(formats.number)
        self._environment.filters.update(_filters(formats))
        self._environment.globals.update(t=written.text, tn=written.counted, raw=texts.raw, language=formats.language)
        self._environment.globals.update(explanation=Explanation(formats))
        self._environment.globals.update(
            chart=charts.chart,
            evidence=charts.evidence,
            sparkline=charts.sparkline,
            seconds_ticks=charts.seconds_ticks,
        )

    def draw_part(self, template: str, macro: str, /, *values: Any) -> Markup:
        """What a macro of a template makes of these values, as HTML."""
        made: Markup = getattr(self._environment.get_template(template).module, macro)(*values)
        return made

    def draw(self, template: str, /, **values: Any) -> str:
        """The page that a template makes of these values, as HTML."""
        return self._environment.get_template(template).render(values)


def _filters(made: LocalFormats) -> Mapping[str, Any]:
    return {
        "date": made.date,
        "month": made.month,
        "month_name": made.month_name,
        "moment": made.moment,
        "number": made.number,
        "money": made.money,
        "dollars": made.dollars,
        "percent": made.percent,
        "size": made.size,
        "seconds": made.seconds,
        "evidence": made.evidence,
        "value": made.value,
        "called": made.called,
        "name": name,
    }
