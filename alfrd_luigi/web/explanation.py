"""How a document came to be what it is, in words: the same for the terminal and for pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from alfrd_luigi.database.outages import Outage
from alfrd_luigi.stages.graph import SCORINGS
from alfrd_luigi.views.documents import Recalled, Stage
from alfrd_luigi.views.formats import Formats
from alfrd_luigi.views.holdups import Holdup, Money
from alfrd_luigi.views.why import Ground, Rival, Said, SeriesGround, Why, Words
from alfrd_luigi.web import texts

_MOST_REASONS = 2
_SHORT = 8


class Explanation:
    """Writes the grounds of documents in one form of dates and amounts."""

    def __init__(self, formats: Formats) -> None:
        self._formats = formats
        self.texts = texts.Texts(formats.number)

    def value(self, ground: Ground, currency: str | None) -> str | None:
        """The value of a ground, None for a blank."""
        return None if ground.value is None else self._written(ground.name, ground.value, currency)

    def lines(self, why: Why, name: str, currency: str | None) -> list[str]:
        """The lines that explain a value, if they say more than the page does beside it.

        Those of the total explain the currency, too.
        """
        grounds = {ground.name: ground for ground in why.grounds}
        ground = grounds.get(name)
        if ground is None or (name.startswith("field.") and not (ground.said or ground.memory or ground.rivals)):
            return []
        lines = list(self.ground(ground, currency))
        if name == "total" and currency is not None:
            lines += [f"{currency}: {line}" for line in self.ground(grounds["currency"], currency)]
        return lines

    def ground(self, ground: Ground, currency: str | None) -> Iterator[str]:
        """The lines that explain one value: the first says how it was read, the others what else was considered."""
        if how := "; ".join(self._how(ground, currency)):
            yield how
        if ground.memory is not None:
            yield "; ".join(self._memory(ground.memory, currency))
        for rival in ground.rivals:
            yield self._rival(ground.name, rival, currency)

    def _how(self, ground: Ground, currency: str | None) -> Iterator[str]:
        if ground.said is not None:
            yield from self._said(ground.name, ground.said, currency)
        elif ground.value is None:
            yield from ([texts.text(f"why.blank_{ground.blank}")] if ground.blank else [])
        else:
            yield from self._reading(ground)
        yield from ([_told(ground.name, ground.words)] if ground.words else [])

    def _reading(self, ground: Ground) -> Iterator[str]:
        if ground.confidence is not None:
            yield texts.text("why.sure", share=self._formats.percent(ground.confidence))
        if ground.reader == "invoice":
            yield texts.text("why.from_invoice")
        elif ground.reader == "model":
            yield texts.text("why.from_model", model=ground.model or "")
        elif ground.score is not None and not _is_learnt(ground):
            yield self._points(ground.score)
            yield from _reasons(ground.doubts if ground.is_uncertain else [])

    def _points(self, points: float) -> str:
        said = self._formats.number(points)
        return texts.text("why.points_one", points=said) if points == 1 else texts.text("why.points_other", points=said)

    def _behind(self, points: float) -> str:
        said = self._formats.number(points)
        return texts.text("why.behind_one", points=said) if points == 1 else texts.text("why.behind_other", points=said)

    def _said(self, name: str, said: Said, currency: str | None) -> Iterator[str]:
        at = self._formats.moment(said.at)
        if said.kind == "approved":
            yield texts.text("why.approved", person=said.person, at=at)
            return
        yield texts.text("why.set", person=said.person, at=at)
        yield texts.text("why.found", value=self._written(name, said.found, currency))

    def _memory(self, use: Recalled, currency: str | None) -> Iterator[str]:
        lesson, value = str(use.lesson or "")[:_SHORT], self._written(use.name, use.proposed, currency)
        yield texts.text(f"why.memory_{use.outcome}", lesson=lesson, issuer=use.issuer or "", value=value)
        if use.outcome == "taken":
            yield texts.text("why.memory_instead", value=self._written(use.name, use.instead, currency))

    def _rival(self, name: str, rival: Rival, currency: str | None) -> str:
        said = list(_reasons(rival.reasons))
        if rival.behind is not None and rival.behind > 0:
            said.insert(0, self._behind(rival.behind))
        elif rival.score is not None and rival.behind is None:
            said.insert(0, self._points(rival.score))
        value = self._written(name, rival.value, currency)
        return texts.text("why.rival", value=value, because="; ".join([*said, _told(name, rival.words)]))

    def series(self, found: SeriesGround) -> Iterator[str]:
        """The lines that explain the series."""
        if found.said is not None:
            at = self._formats.moment(found.said.at)
            yield texts.text("why.series_person", person=found.said.person, at=at)
        elif found.how is not None:
            how = f"{found.how}_account" if found.account and found.how in ("new", "joined") else found.how
            yield texts.text(f"why.series_{how}", account=found.account or "")
        if found.near:
            yield texts.text("why.near", series=", ".join(each.title for each in found.near))

    def work(self, why: Why) -> Iterator[str]:
        """Who did the stages, and the retries, waits and costs."""
        if done := " · ".join(_stages(why.stages)):
            yield done
        retries, waits = self.texts.counted("why.retries", why.retries), self.texts.counted("why.waits", why.waits)
        yield ", ".join([retries, waits, self._formats.dollars(why.usd)])

    def holdup(self, found: Holdup) -> Iterator[str]:
        """Why it is not filed, when it is tried again, and the command that helps."""
        yield from self._state(found)
        yield from map(self._outage, found.outages)
        yield from (texts.text("holdup.locked", holder=each) for each in found.locked_by)
        if found.stopped is not None:
            yield texts.text(
                "holdup.stopped", run=found.stopped.run, message=_line(found.stopped.message, found.stopped.hint)
            )
        yield from map(self._money, found.money)
        yield texts.text("holdup.command", command=found.command)

    def _state(self, found: Holdup) -> Iterator[str]:
        holder, told = found.holder, {"stage": found.stage, "reason": _line(found.reason or "", found.hint)}
        if found.state in ("failed", "deferred"):
            yield texts.text(f"holdup.{found.state}", **told)
            yield from self._attempts(found)
        elif holder is not None:
            times = {"since": self._formats.moment(holder.since), "seen": self._formats.moment(holder.seen_at)}
            yield texts.text(f"holdup.{found.state}", run=holder.run, host=holder.host, pid=holder.pid, **times)
        else:
            yield texts.text("holdup.due", **told)
        if found.state == "abandoned":
            yield texts.text("holdup.takes")

    def _attempts(self, found: Holdup) -> Iterator[str]:
        if found.attempts and found.state == "deferred":
            yield texts.text("holdup.attempts", attempts=found.attempts, most=found.most_attempts)
        if found.waits:
            yield self.texts.counted("why.waits", found.waits)
        at = found.next_at
        yield texts.text("holdup.never") if at is None else texts.text("holdup.next", at=self._formats.moment(at))

    def _outage(self, found: Outage) -> str:
        since = self._formats.moment(found.since)
        return texts.text("holdup.outage", service=found.service, since=since, reason=found.reason)

    def _money(self, found: Money) -> str:
        spent, limit = self._formats.dollars(found.spent), self._formats.dollars(found.limit)
        return texts.text(f"holdup.money_{found.name}", spent=spent, limit=limit)

    def _written(self, name: str, value: Any, currency: str | None) -> str:
        if value is None:
            return texts.text("why.nothing")
        if name == "type":
            return self._formats.label(str(value))
        if name == "total" and isinstance(value, (int, float)):
            return self._formats.money(value, currency)
        return self._formats.value(value, currency if name == "total" else None)


def _is_learnt(ground: Ground) -> bool:
    """Whether the value is the memory's, and the points are those of another."""
    return ground.memory is not None and ground.memory.outcome == "taken"


def _reasons(names: Sequence[str]) -> Iterator[str]:
    return (texts.text(f"why.reason_{name}") for name in names[:_MOST_REASONS])


def _told(name: str, words: list[Words]) -> str:
    """The words of a value. Those of a type that stand on no page describe it: "narrow lines with prices"."""
    described = [each.text for each in words if name == "type" and each.page is None]
    quoted = [each for each in words if each.text not in described]
    return ", ".join(filter(None, [_quoted(quoted), *described]))


def _quoted(words: list[Words]) -> str:
    """The words, each page after those that stand on it."""
    return ", ".join(_on_page(page, list(found)) for page, found in groupby(words, lambda each: each.page))


def _on_page(page: int | None, words: list[Words]) -> str:
    quoted = ", ".join(texts.text("why.quoted", words=each.text) for each in words)
    return quoted if page is None else texts.text("why.on_page", words=quoted, page=page)


def _stages(stages: Sequence[Stage]) -> Iterator[str]:
    """The stages by who did them, without the scorings, which decide nothing of the document."""
    done: dict[str, list[str]] = {}
    for stage in stages:
        if stage.status == "completed" and stage.name not in SCORINGS:
            done.setdefault(_reader(stage), []).append(stage.name)
    yield from (texts.text("why.stage_by", stage=", ".join(names), engine=by) for by, names in done.items())


def _reader(stage: Stage) -> str:
    by = stage.model or stage.engine or ""
    version = stage.prompt_version
    return by if version is None else texts.text("why.stage_prompt", engine=by, version=version)


def _line(message: str, hint: str) -> str:
    return f"{message}. {hint}" if hint else message
