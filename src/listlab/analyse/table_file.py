"""What is said of a file that holds no table of flows."""

from pathlib import Path

from listlab.errors import ScenarioError
from listlab.model.language import Text


def no_file(path: Path) -> ScenarioError:
    """That no file lies there."""
    return ScenarioError(
        Text(f"找不到量级表 {path}；请检查路径。", f"no flows table at {path}; check the path.")
    )


def unreadable(path: Path, error: Exception) -> ScenarioError:
    """That a file is not what its ending says."""
    cause = next(iter(str(error).splitlines()), type(error).__name__)
    return ScenarioError(
        Text(
            f"{path} 不能读作 {path.suffix}：{cause}。请重新导出后再试。",
            f"{path} can't be read as {path.suffix}: {cause}. Export it again and retry.",
        )
    )


def other_ending(path: Path) -> ScenarioError:
    """That its ending is not one of a table."""
    return ScenarioError(
        Text(
            f"{path} 的后缀是 {path.suffix or '（空）'}，应为 .csv 或 .parquet。",
            f"{path} ends in {path.suffix or '(nothing)'}, expected .csv or .parquet.",
        )
    )


def repeated(path: Path, names: list[str]) -> ScenarioError:
    """That columns of a file bear the same name."""
    zh, en = "、".join(names), ", ".join(names)
    return ScenarioError(
        Text(
            f"{path} 有重复的列名：{zh}；请每个列名只留一列。",
            f"{path} has several columns named {en}; keep one of each.",
        )
    )
