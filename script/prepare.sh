# Read by the other scripts: finds Python, makes the virtual environment and installs what it needs.
# Afterwards $root is the project and $python the interpreter with everything installed.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
export PYTHONIOENCODING="${PYTHONIOENCODING:-:replace}" # a terminal without Chinese characters must not stop us
unset PYTHONHOME

say() { printf '%s\n' "$*" >&2; }
stop() { say "$@"; exit 2; }

# The newest interpreter that really runs; a name in the PATH may be an empty shim.
find_python() {
    local name
    for name in python3.13 python3.12 python3.11 python3 python3.14 python; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
    stop "需要 Python 3.11 或更高版本，没有找到（现有：$(python3 --version 2>&1 || echo 无)）。" \
        "Debian 12 / Ubuntu 24.04 或更新的系统：apt install python3 python3-venv"
}

# Is there a working environment with exactly these requirements?
is_prepared() { # venv requirements
    [ -f "$1/$2.sha256" ] && [ "$(cat "$1/$2.sha256")" = "$(fingerprint "$2")" ] && "$1/bin/python" -c 'import django' 2>/dev/null
}

fingerprint() { cat "$root/requirements.txt" "$root/$1" | sha256sum | cut -d' ' -f1; }

# Where this user may keep the environment: in the project, else among the user's own caches.
choose_venv() { # requirements
    local own="$root/.venv" cache
    cache="${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/mingjing/$(printf %s "$root" | sha256sum | cut -c1-10)"
    if is_prepared "$own" "$1" || { [ -w "$root" ] && { [ ! -e "$own" ] || [ -w "$own" ]; }; }; then
        echo "$own"
    elif mkdir -p "$cache" 2>/dev/null && [ -w "$cache" ]; then
        echo "$cache/venv"
    else
        stop "文件夹 $root 和 $cache 都不可写，无法安装。请换一个用户，或设置 XDG_CACHE_HOME。"
    fi
}

make_venv() { # venv
    local base
    if "$1/bin/python" -c 'import sys, pip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        return
    fi
    base=$(find_python) || exit 2
    say "正在建立 Python 环境：$1"
    "$base" -c 'import ensurepip' 2>/dev/null && "$base" -m venv --clear "$1" && return
    "$base" -m virtualenv --clear "$1" >/dev/null 2>&1 && return
    stop "无法建立 Python 环境，缺少 venv 组件。Debian / Ubuntu：apt install python3-venv"
}

# Tries the folder of wheels first, if there is one: it needs no network.
install() { # venv requirements
    local log="$1/install.log"
    local pip=("$1/bin/python" -m pip install --quiet --disable-pip-version-check --no-input -r "$root/$2")
    say "正在安装所需组件（首次运行需要几分钟）……"
    if [ -n "${PIP_FIND_LINKS:-}" ] && "${pip[@]}" --no-index >"$log" 2>&1; then
        return
    fi
    if ! "${pip[@]}" >"$log" 2>&1; then
        tail -n 5 "$log" >&2
        stop "安装失败，日志：$log" "没有网络时，把所需的 wheel 文件放进一个文件夹，并设置 PIP_FIND_LINKS=该文件夹。"
    fi
}

prepare() { # requirements
    local venv
    venv=$(choose_venv "$1") || exit 2
    python="$venv/bin/python"
    [ -w "$root" ] || export PYTHONPYCACHEPREFIX="${venv%/*}/pycache"
    is_prepared "$venv" "$1" && return
    mkdir -p "$venv"
    exec 9<"$venv" # two starts at once must not install into the same place
    command -v flock >/dev/null && flock 9
    if ! is_prepared "$venv" "$1"; then
        make_venv "$venv"
        install "$venv" "$1"
        fingerprint "$1" >"$venv/$1.sha256"
        fingerprint requirements.txt >"$venv/requirements.txt.sha256"
    fi
    exec 9<&-
}
