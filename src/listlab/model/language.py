"""Text that staff read, in Chinese and in English."""

from dataclasses import dataclass
from typing import Literal

Lang = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence in both languages of the product; `lang` picks one at the edge."""

    zh: str
    en: str

    def say(self, lang: Lang = "zh") -> str:
        """Sentence in the language asked for."""
        return self.zh if lang == "zh" else self.en

    def __str__(self) -> str:
        return self.zh
