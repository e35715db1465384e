# Sourced by ./vitaledger and ./check. `use_jdk NAME` exports JAVA_HOME as a JDK of at least $required_jdk, looking at JAVA_HOME,
# at the java on the PATH and at the usual places, or ends with status 3 after one line that says what to install.

required_jdk=25

# Prints the feature release of the JDK in folder $1; fails where there is none with a compiler.
jdk_release() {
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

jdk_suits() {
  local release
  release=$(jdk_release "$1") && [ -n "$release" ] && [ "$release" -ge "$required_jdk" ]
}

# The folder of the java on the PATH, through all symbolic links.
jdk_on_path() {
  local java
  java=$(command -v java) || return 1
  java=$(readlink -f "$java" 2>/dev/null) || return 1
  printf '%s\n' "${java%/bin/java}"
}

usual_jdk_places() {
  local folder
  for folder in /usr/lib/jvm/* /usr/java/* /usr/local/java/* /usr/local/openjdk* /opt/* /opt/java/* /opt/jdk/* \
    "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* "$HOME"/.local/share/mise/installs/java/* "$HOME"/.asdf/installs/java/* \
    "$HOME"/.gradle/jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    [ -d "$folder" ] && printf '%s\n' "$folder"
  done
  [ ! -x /usr/libexec/java_home ] || /usr/libexec/java_home -v "$required_jdk+" 2>/dev/null
  return 0
}

# The suitable JDK nearest to the required release: the one the build is tested with.
nearest_jdk() {
  local folder
  usual_jdk_places | while IFS= read -r folder; do
    if jdk_suits "$folder"; then printf '%s\t%s\n' "$(jdk_release "$folder")" "$folder"; fi
  done | sort -s -n -k1,1 | head -n 1 | cut -f2
}

use_jdk() {
  local found
  if [ -n "${JAVA_HOME:-}" ] && jdk_suits "$JAVA_HOME"; then
    found=$JAVA_HOME
  elif found=$(jdk_on_path) && jdk_suits "$found"; then
    :
  else
    found=$(nearest_jdk)
  fi
  if [ -z "$found" ]; then
    echo "$1: needs a JDK $required_jdk or newer and found none: install one (for example Temurin $required_jdk, https://adoptium.net)" \
      "or set JAVA_HOME to it." >&2
    exit 3
  fi
  export JAVA_HOME=$found
}
