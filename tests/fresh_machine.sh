#!/usr/bin/env bash
# From a bare Debian 13 to a running Digit Lab with README's commands. Run by hand, as root; a network is needed:
#
#     tests/fresh_machine.sh FOLDER               the two phases that follow; figures at the end
#     tests/fresh_machine.sh FOLDER run           a new checkout of HEAD, then `make run` until the app answers
#     tests/fresh_machine.sh FOLDER test          `make test` in that checkout
#     tests/fresh_machine.sh FOLDER sh COMMAND    a command there, as the person whose checkout it is
#
# The Debian lies in FOLDER and is made where there is none (150 MB, later 4 GB): by mmdebstrap or debootstrap, from the
# mirror that this machine's apt has, or that MIRROR names. What README says to install is installed. Everything else
# is done by a person who is not root. DIGITLAB_DATA, a folder with MNIST, is lent; so are proxies, and what pip is told
# on this machine. PORT (8650) is the app's. Mounts and processes live in namespaces that end with this script.
set -euo pipefail

say() { echo "== $*"; }
give_up() {
    echo "$1" >&2
    exit 1
}

here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
[[ $# -ge 1 ]] || give_up "$(sed -n '2,/^set/s/^# \{0,1\}//p' "${BASH_SOURCE[0]}")"
[[ $EUID == 0 ]] || give_up "A bare Debian can be made and entered by root only: run it with sudo."
if [[ ${FRESH_MACHINE:-} != inside ]]; then
    FRESH_MACHINE=inside exec unshare --mount --propagation private --pid --fork --kill-child "${BASH_SOURCE[0]}" "$@"
fi
root=$(realpath -m "$1")
phase=${2:-all}
port=${PORT:-8650}
checkout=/home/newcomer/digit-lab
figures=()
lent=() # variables

make_debian() {
    local mirror=${MIRROR:-} tool
    [[ -n $mirror ]] || mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Origin: Debian' 'Label: Debian' | head -n 1)
    [[ -n $mirror ]] || give_up "This machine's apt knows no mirror of Debian: name one with MIRROR=..."
    for tool in mmdebstrap debootstrap; do
        ! command -v $tool > /dev/null || break
    done
    command -v $tool > /dev/null || apt-get install -y $tool
    say "making a Debian 13 with $tool"
    $tool --variant=minbase trixie "$root" "$mirror"
}

enter_debian() {
    mount -t proc proc "$root/proc"
    mount -t sysfs -o ro sysfs "$root/sys"
    mount -t devpts -o newinstance,ptmxmode=0666 devpts "$root/dev/pts"
    mount -t tmpfs -o mode=1777 tmpfs "$root/dev/shm"
    cp -L /etc/resolv.conf "$root/etc/resolv.conf"
    apt-config dump | grep -E '^Acquire::(https?::|Check-|Retries)' > "$root/etc/apt/apt.conf.d/80host" || true
    chroot "$root" id newcomer > /dev/null 2>&1 || chroot "$root" useradd --create-home newcomer
}

# Shows a folder of this machine at the same place in the Debian, read-only; a file is copied.
lend() {
    if [[ -d $1 ]]; then
        mkdir -p "$root$1"
        mount --bind "$1" "$root$1"
        mount -o remount,bind,ro "$root$1"
    elif [[ -e $1 ]]; then
        install -D -m 644 "$1" "$root$1"
    fi
}

# Lends what pip is told here, in files and variables, and the files and folders that are named there.
lend_pip() {
    local file word
    mapfile -t lent < <(env | grep -iE '^(PIP_[A-Z_]+|https?_proxy|no_proxy|SSL_CERT_FILE|REQUESTS_CA_BUNDLE)=')
    while read -r file; do
        if [[ $file == "$HOME"/* ]]; then
            install -D -m 644 "$file" "$root/home/newcomer/${file#"$HOME"/}"
        else
            lend "$file"
        fi
    done < <(python3 -m pip config debug | sed -n 's/^ *\(.*\), exists: True$/\1/p')
    while read -r word; do
        if [[ $word == file://* ]]; then
            word=$(dirname "${word#file://}") # an index has its files beside it
        fi
        [[ $word != /* || $word == / ]] || lend "$word"
    done < <(python3 -m pip config list | cat - <(printf '%s\n' "${lent[@]}") | tr " ='\"" '\n' | sort -u)
}

# Runs a command in the checkout as the person whose it is, with nothing of this machine's environment but what is lent.
as_newcomer() {
    chroot --userspec=newcomer:newcomer "$root" env -i HOME=/home/newcomer PATH=/usr/local/bin:/usr/bin:/bin \
        "${lent[@]}" sh -c "cd $checkout && $1"
}

install_packages() {
    local packages
    packages=$(sed -n 's/^apt install \([^#]*\).*/\1/p' "$here/README.md")
    [[ -n $packages ]] || give_up "README.md names no packages to install."
    say "installing" $packages
    chroot "$root" apt-get update -qq
    # shellcheck disable=SC2086 # several packages
    DEBIAN_FRONTEND=noninteractive chroot "$root" apt-get install -y -qq $packages > /dev/null
}

check_out() {
    rm -rf "$root$checkout" "$root/home/newcomer/.cache" "$root/home/newcomer/.local"
    git clone --quiet "$here" "$root$checkout"
    chroot "$root" chown -R newcomer:newcomer /home/newcomer
}

answers() {
    (exec 3<> "/dev/tcp/127.0.0.1/$port" && printf 'GET /_stcore/health HTTP/1.0\r\n\r\n' >&3 && grep -q '^ok' <&3) 2> /dev/null
}

run_phase() {
    local began server
    check_out
    ! answers || give_up "Something answers at port $port already: name another with PORT=..."
    say "make run"
    began=$SECONDS
    set -m # a process group of its own, to end it
    as_newcomer "make run PORT=$port" < /dev/null &
    server=$!
    set +m
    until answers; do
        kill -0 $server 2> /dev/null || give_up "make run ended before the app answered."
        sleep 0.2
    done
    figures+=("serving_seconds=$((SECONDS - began))" "app_mib=$(du -sm "$root$checkout" | cut -f 1)")
    kill -TERM -- -$server
    wait $server || true
}

test_phase() {
    local began=$SECONDS log=$root/tmp/tests.log status=0
    [[ -d $root$checkout ]] || check_out
    say "make test"
    as_newcomer "make test" < /dev/null 2>&1 | tee "$log" || status=$?
    figures+=("test_seconds=$((SECONDS - began))" "test_status=$status" "$(as_newcomer '.venv/bin/python -V')")
    figures+=("tests=$(grep -E '^=+ .*(passed|failed)' "$log" | tail -n 1 | tr -d = || true)")
}

[[ -e $root/etc/debian_version ]] || make_debian
enter_debian
install_packages
lend_pip
if [[ -n ${DIGITLAB_DATA:-} ]]; then
    data=$(realpath "$DIGITLAB_DATA")
    lend "$data"
    lent+=("DIGITLAB_DATA=$data")
fi
case $phase in
    run) run_phase ;;
    test) test_phase ;;
    all) run_phase; test_phase ;;
    sh) as_newcomer "$3"; exit ;;
    *) give_up "There is no phase $phase: it is run, test or sh." ;;
esac
mount --bind "$root" "$root/mnt" # without what is lent
say "figures: ${figures[*]} debian_mib=$(du -sm "$root/mnt" | cut -f 1)"
