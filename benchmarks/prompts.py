"""What the rule for prompts promises and costs on made-up answers. The rule is the product's: evidence.py and rule.py.

    python benchmarks/prompts.py [--count 2000] [--archives 100] [--plots docs/prompts]
                                 [--weeks-only]

1. Lives of keys: ten candidates in turn that are as good as the incumbent. Was one promoted?
2. Trials of a first candidate: how often it is promoted, after how many documents.
3. Returns: audits after the promotion of a worse version, until the former one is back.
4. An equal candidate, judged by the corrections that a person volunteered: where the incumbent errs.
5. The rule of earlier versions, and that of the predecessor, on the same scores.
6. Archives over two years, with three audits a week.

Answers have five fields each, or are worth a score with this noise (prompt_pairs.py). --count is the number of keys and
trials of each kind, --archives that of archives. The seeds are fixed. It takes about ten minutes of one core.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import isfinite
from pathlib import Path
from statistics import fmean

import click
import prompt_figures as figures
from plotting import Panel, draw
from prompt_figures import ALONE, BY_JUDGE, BY_OWNER, PARTS, Found
from prompt_pairs import fields
from prompt_trials import CANDIDATES
from prompt_weeks import Draw, Owner, Week, archives, first_gain

from alfrd_luigi.prompts.rule import threshold

_WIDTH = 80
_LOOKS = (5, 7, 10, 15, 20, 30, 40, 60)
_AUDITS = (5, 7, 10, 15, 20, 30)
_WEEKS = (4, 8, 13, 26, 52, 104)
# By name: the present and the former version, of a promotion that audits examine.
_RETURNS = (
    (0.60, 0.80),
    (0.70, 0.90),
    (0.70, 0.80),
    (0.80, 0.90),
    (0.75, 0.80),
    (0.80, 0.80),
    (0.85, 0.80),
    (0.90, 0.80),
)
_MIXED, _EQUAL = (1, 0, -1), (0,)


def _owners(steps: tuple[int, ...]) -> dict[str, Owner]:
    def auto(judge: str, draw: Draw) -> Owner:
        return Owner("auto", judge, draw, steps)

    return {
        "owner, all": Owner("owner", None, "all", steps),
        "owner, turns": Owner("owner", None, "turns", steps),
        "owner, oldest": Owner("owner", None, "oldest", steps),
        "auto, turns": auto("honest", "turns"),
        "auto, oldest": auto("honest", "oldest"),
        "judge": Owner("judge", "honest", "oldest", steps),
        "auto, oldest; a place": auto("prefers a place", "oldest"),
        "auto, oldest; biased": auto("biased", "oldest"),
        "earlier versions": Owner(None, None, "all", steps),
    }


@click.command(help=__doc__)
@click.option("--count", default=2000, show_default=True)
@click.option("--archives", "archive_count", default=100, show_default=True)
@click.option("--plots", default="docs/prompts", show_default=True, type=click.Path(path_type=Path))
@click.option("--weeks-only", is_flag=True, help="Only 6.")
def main(count: int, archive_count: int, plots: Path, weeks_only: bool) -> None:
    """Simulate, print, draw."""
    plots.mkdir(parents=True, exist_ok=True)
    if not weeks_only:
        _trials(count, plots)
    _archives(archive_count, plots / "weeks.svg")


def _trials(count: int, plots: Path) -> None:
    needless = Panel("Equal candidates, noise .10", "keys that changed their prompt", 0.05, is_logarithmic=True)
    found = Panel("Five fields, .80 to .90", "promoted by then", 0.85)
    returned = Panel("A worse version is promoted", "returned by then", 0.95)
    _lives(count, needless)
    _gains(count, found)
    _bounds(count)
    _patience(count)
    _returns(count, returned)
    _volunteered(count)
    _earlier(count, needless)
    draw(plots / "lives.svg", "candidates", [needless])
    draw(plots / "trials.svg", "documents with gold", [found, returned])


def _lives(count: int, panel: Panel) -> None:
    answers = [*figures.null_answers()]
    for title, setups in (("The owner decides", BY_OWNER), ("The judge alone decides", BY_JUDGE)):
        _head(f"{title}: keys that promoted one of {CANDIDATES} equal candidates, of {count}",
              "(documents a candidate)", *(each.name.partition(", ")[2] for each in answers))  # fmt: skip
        for name, setup in setups.items():
            cells = []
            for each in answers:
                promoted, cost = figures.lives(each, setup, count)
                cells.append(f"{_share(len(promoted) / count)} ({cost:.0f})")
                if each.name == "+0.00, noise 0.10" and name in ("audits alone", "honest", "biased", "biased here"):
                    panel.add(_curve(f"{title[4:9].strip()}: {name}", promoted, count, range(1, CANDIDATES + 1)))
            _row(name, *cells)

    unseen = (figures.lives_unseen(each, count) for each in answers)
    _head("If a known judge counted without a compared document of the trial itself", *("" for _ in range(5)))
    _row("biased here", *(f"{_share(len(promoted) / count)} ({cost:.0f})" for promoted, cost in unseen))


def _gains(count: int, panel: Panel) -> None:
    _head("The first candidate: share promoted, median of the documents (audits in all)", "",
          "audits alone", "known judge", "judge alone", "lenient")  # fmt: skip
    for answers in figures.all_answers():
        known = figures.gain(answers, BY_OWNER["honest"], count)
        alone = (figures.gain(answers, setup, count) for setup in (ALONE, BY_JUDGE["honest"], BY_JUDGE["lenient"]))
        by_audits, *by_judge = map(_found, alone)
        _row(answers.name, by_audits, f"{_found(known)} ({known.audits:.0f})", *by_judge)
    _head("Audits alone, .80 -> .90, by the number of the candidate", "", "1", "2", "5", "10")
    for part in PARTS:
        answers = fields(0.8, 0.9, part)
        by_number = {number: figures.gain(answers, ALONE, count, number) for number in (1, 2, 5, 10)}
        _row(answers.name, *map(_found, by_number.values()))
        for number in (1, 5):
            panel.add(_curve(f"{part:.0%} shared, candidate {number}", by_number[number].by, count, _LOOKS))


def _bounds(count: int) -> None:
    whole, half = threshold(1) / 2, threshold(1)
    _head("Audits alone, never given up, by the bound; and if the gain were known before", "",
          *(f"{bound:.0f}" for bound in (whole, half)), f"rate 3, {half:.0f}", f"rate 5, {half:.0f}")  # fmt: skip
    for part in PARTS:
        answers = fields(0.8, 0.9, part)
        mixed = (figures.bound_reached(answers, bound, count) for bound in (whole, half))
        known = (figures.rate_known(answers, rate, half, count) for rate in (3, 5))
        _row(answers.name, *map(_found, (*mixed, *known)))


def _patience(count: int) -> None:
    answers = [*(fields(0.8, 0.9, part) for part in PARTS), *(fields(0.8, level, 0.5) for level in (0.8, 0.75))]
    _head("Audits alone, by when a trial is given up: share promoted (audits)", "",
          *("+.10, 50%", "+.10, 80%", "equal, 50%", "-.05, 50%"))  # fmt: skip
    for patience in figures.PATIENCES:
        found = (figures.given_up(patience, each, count) for each in answers)
        _row(patience.name, *(f"{_share(each.share)} ({each.audits:.0f})" for each in found))


def _returns(count: int, panel: Panel) -> None:
    _head("After a promotion: share returned, median of the audits", "now -> returned",
          *(f"{kind}, {part:.0%}" for kind in ("audit", "none") for part in PARTS))  # fmt: skip
    for now, former in _RETURNS:
        cells = []
        for is_audited in (True, False):
            for part in PARTS:
                found = figures.back(fields(now, former, part), is_audited, count)
                cells.append(_found(found))
                if is_audited and part == min(PARTS) and former == 0.8 and now <= former:
                    panel.add(_curve(f"{now - former:+.2f}, {part:.0%} shared", found.by, count, _AUDITS))
        _row(f"{now:.2f} -> {former:.2f}", *cells)


def _volunteered(count: int) -> None:
    _head("An equal candidate, if volunteered corrections judged: share promoted", "", "promoted")
    for name, found in figures.volunteered(count):
        _row(name, _found(found))


def _earlier(count: int, panel: Panel) -> None:
    steps = ("-0.05", "+0.00", "+0.05", "+0.10")
    _head("Earlier versions: kept, by gain, and one of ten equal; predecessor: changed",
          "", *steps, "of ten", "changed", "times")  # fmt: skip
    for each in figures.earlier(count):
        of_ten = _share(len(each.promoted) / count)
        changed = _share(each.changed), f"{each.changes:.1f}"
        _row(f"noise {each.noise:.2f}", *map(_share, each.kept.values()), of_ten, *changed)
    panel.add(_curve("earlier versions", each.promoted, count, range(1, CANDIDATES + 1)))


def _archives(count: int, plot: Path) -> None:
    improved = Panel("A third better, a third equal, a third worse", "better prompts of ten")
    false = Panel("All as good: each change is needless", "changes so far")
    for title, steps, panel in (("A third each", _MIXED, improved), ("All as good", _EQUAL, false)):
        _head(
            f"Weeks: {title}, means of {count} archives", "", "1st gain", "better", "better", "right", "false", "docs"
        )
        _row("", "week", "w. 26", "w. 104", "w. 104", "w. 104", "a week")
        for name, owner in _owners(steps).items():
            histories = archives(owner, count)
            _row(name, *_weeks(histories))
            panel.add((name, week, _value(panel is improved, histories, week)) for week in _WEEKS)
    draw(plot, "weeks", [improved, false])


def _weeks(histories: Sequence[Sequence[Week]]) -> list[str]:
    half, last = ([weeks[number - 1] for weeks in histories] for number in (26, 104))
    return [
        _number(first_gain(histories)),
        f"{fmean(each.improved for each in half):.1f}",
        f"{fmean(each.improved for each in last):.1f}",
        _share(fmean(each.right for each in last)),
        f"{fmean(each.false for each in last):.2f}",
        f"{fmean(each.documents for each in last) / 104:.1f}",
    ]


def _value(is_improved: bool, histories: Sequence[Sequence[Week]], week: int) -> float:
    return fmean(each[week - 1].improved if is_improved else each[week - 1].false for each in histories)


def _curve(name: str, numbers: Sequence[int], of: int, at: Iterable[int]) -> list[tuple[str, int, float]]:
    """Points of the share of cases in which it had happened by then; none where it had not happened at all."""
    shares = ((number, sum(each <= number for each in numbers) / of) for number in at)
    return [(name, number, share) for number, share in shares if share]


def _found(found: Found) -> str:
    return f"{_share(found.share)} {_number(found.middle):>3}"


def _number(number: float) -> str:
    return f"{number:.0f}" if isfinite(number) else "-"


def _share(share: float) -> str:
    return f"{share:.3f}".removeprefix("0")


def _head(title: str, *cells: str) -> None:
    click.echo(f"\n{title}")
    _row(*cells)


def _row(first: str, *others: str) -> None:
    width = (_WIDTH - 24) // len(others)
    click.echo(f"{first:24}{''.join(f'{each:>{width}}' for each in others)}")


if __name__ == "__main__":
    main()
