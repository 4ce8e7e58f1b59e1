"""Marks between words, as each language sets them."""

from collections.abc import Iterable

from listlab.model.language import Lang


def listed(parts: Iterable[str], lang: Lang = "zh") -> str:
    """Words side by side: `甲、乙`, `a, b`."""
    return ("、" if lang == "zh" else ", ").join(parts)


def clauses(parts: Iterable[str], lang: Lang = "zh") -> str:
    """Clauses side by side: `甲；乙`, `a; b`."""
    return ("；" if lang == "zh" else "; ").join(parts)


def headed(head: str, text: str, lang: Lang = "zh") -> str:
    """Text after its head and a colon."""
    return f"{head}：{text}" if lang == "zh" else f"{head}: {text}"


def aside(text: str, remark: str, lang: Lang = "zh") -> str:
    """Text with a remark in brackets."""
    return f"{text}（{remark}）" if lang == "zh" else f"{text} ({remark})"
