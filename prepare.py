"""Set up listlab in this folder: .venv, the packages of requirements.lock, then listlab itself.

    python prepare.py             quick when nothing has changed
    python prepare.py --browser   also what only the browser tests need, where apt may be used

Standard library only, and readable by older Pythons, so that they can say what is missing.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.abspath(__file__))
VENV = os.path.join(ROOT, ".venv")
LOCK = os.path.join(ROOT, "requirements.lock")
PROJECT = os.path.join(ROOT, "pyproject.toml")
STAMP = os.path.join(VENV, "listlab-stamp")
LOG = os.path.join(ROOT, ".setup.log")
OLDEST = (3, 11)
NEWER = ("python3.11", "python3.12", "python3.13", "python3.14", "python3", "python")
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
CJK_FONT = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"


def main(arguments):
    """Exit code: 0 when everything is in place, 2 with what to do when it can't be."""
    if sys.version_info < OLDEST:
        return use_newer_python(arguments)
    code = 0 if is_current() else install()
    if code == 0 and "--browser" in arguments:
        prepare_browser()
    return code


def use_newer_python(arguments):
    """Exit code of this script under a newer Python, where there is one."""
    for name in NEWER:
        path = shutil.which(name)
        test = "import sys; sys.exit(sys.version_info < (%d, %d))" % OLDEST
        if path and subprocess.call([path, "-c", test], stderr=subprocess.DEVNULL) == 0:
            return subprocess.call([path, os.path.abspath(__file__)] + arguments)
    version = "%d.%d" % sys.version_info[:2]
    say(
        "需要 Python 3.11 或更高版本，当前是 %s。请安装后再运行"
        "（Debian/Ubuntu：apt install python3.11 python3.11-venv）。" % version,
        "Python 3.11 or newer is needed, this is %s. Install it and run again." % version,
    )
    return 2


def python_of_venv():
    """Path of the interpreter inside .venv."""
    parts = ("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")
    return os.path.join(VENV, *parts)


def stamp():
    """Text that changes with the lock, the project file, the Python and the folder."""
    digest = hashlib.sha256()
    for path in (LOCK, PROJECT):
        with open(path, "rb") as file:
            digest.update(file.read())
    return "%s %s %s" % (digest.hexdigest(), "%d.%d" % sys.version_info[:2], ROOT)


def is_current():
    """Whether the last set-up was for what stands here now."""
    if not os.path.exists(python_of_venv()):
        return False
    try:
        with open(STAMP, encoding="utf-8") as file:
            return file.read() == stamp()
    except OSError:
        return False


def install():
    """Exit code of the set-up, every step of it said and logged."""
    since = time.time()
    if not has_venv():
        return 2
    open(LOG, "w").close()
    python = python_of_venv()
    if os.path.exists(python) and subprocess.call(
        [python, "-m", "pip", "--version"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ):
        shutil.rmtree(VENV)  # left half-made, or its Python is gone
    if not os.path.exists(python):
        say("1/3 新建虚拟环境 .venv", "1/3 creating .venv")
        if not call([sys.executable, "-m", "venv", VENV]):
            return failed()
    pip = [
        python,
        "-m",
        "pip",
        "--disable-pip-version-check",
        "--no-input",
        "install",
        "--progress-bar",
        "off",
        "--no-compile",
    ]
    total = count_packages()
    say(
        "2/3 安装锁定的软件包（约 %d 个，首次需几分钟）" % total,
        "2/3 installing the locked packages (about %d; minutes at first)" % total,
    )
    if not call(pip + ["--require-hashes", "-r", LOCK], total=total):
        return failed()
    say("3/3 安装 listlab", "3/3 installing listlab")
    if not call(pip + ["--no-deps", "--no-build-isolation", "-e", ROOT]):
        return failed()
    call([python, "-m", "compileall", "-q", "-j", "0", VENV])  # in parallel, unlike pip
    with open(STAMP, "w", encoding="utf-8") as file:
        file.write(stamp())
    seconds = time.time() - since
    say("安装完成，用时 %.0f 秒" % seconds, "set up in %.0f s" % seconds)
    return 0


def has_venv():
    """Whether this Python can make virtual environments; says what to do when it can't."""
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        package = "python%d.%d-venv" % sys.version_info[:2]
        say(
            "这个 Python 缺少 venv。请运行：apt install %s（非 root 加 sudo），然后重试。"
            % package,
            "this Python lacks venv. Run: apt install %s (with sudo unless root), retry." % package,
        )
        return False
    return True


def count_packages():
    """Packages that the lock names."""
    with open(LOCK, encoding="utf-8") as file:
        return len({line.split("==")[0] for line in file if "==" in line[:80] and line[0] != " "})


def call(command, total=0):
    """Whether a command succeeded; what it prints goes to the log."""
    shows = sys.stderr.isatty() and total
    seen = 0
    with open(LOG, "a", encoding="utf-8", errors="replace") as log:
        log.write("$ %s\n" % " ".join(command))
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=ROOT
        )
        for raw in process.stdout:
            line = raw.decode("utf-8", "replace")
            log.write(line)
            if shows and re.match("Collecting |Requirement already|Installing coll", line):
                seen += 1
                words = "正在写入 / writing" if line.startswith("Inst") else "%d/%d" % (seen, total)
                sys.stderr.write("\r    %s        " % words)
                sys.stderr.flush()
    if shows:
        sys.stderr.write("\r" + " " * 40 + "\r")
    return process.wait() == 0


def failed():
    """Exit code 2, after the end of the log and what to do."""
    with open(LOG, encoding="utf-8", errors="replace") as log:
        sys.stderr.write("".join(log.readlines()[-25:]))
    name = os.path.basename(LOG)
    say(
        "安装没有完成，以上是 %s 的末尾。请检查网络或软件源和磁盘空间，然后重试。" % name,
        "set-up failed; above is the end of %s. Check network, package source and disk, retry."
        % name,
    )
    return 2


def prepare_browser():
    """Install Chromium and a Chinese font for the browser tests, where that can be done."""
    missing = []
    if not any(shutil.which(name) for name in CHROMIUM):
        missing.append("chromium")
    if sys.platform.startswith("linux") and not os.path.exists(CJK_FONT):
        missing.append("fonts-noto-cjk")
    if not missing:
        return
    names = " ".join(missing)
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    if shutil.which("apt-get") and is_root:
        say("浏览器测试需要 %s，正在用 apt 安装" % names, "installing %s for browser tests" % names)
        install_them = ["apt-get", "install", "-y", "--no-install-recommends"] + missing
        if call(install_them) or (call(["apt-get", "update"]) and call(install_them)):
            return
    say(
        "缺少 %s，浏览器测试将跳过。安装：apt install %s" % (names, names),
        "%s missing: browser tests are skipped. To install: apt install %s" % (names, names),
    )


def say(chinese, english):
    """Print a line in both languages."""
    encoding = sys.stderr.encoding or "ascii"
    text = "[listlab] %s\n          %s\n" % (chinese, english)
    sys.stderr.write(text.encode(encoding, "replace").decode(encoding))
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
