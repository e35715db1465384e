# Sourced by ./vitaledger and ./check, which set root, and stamp: the file whose time and content tell what was built.

# Prints a sum over the names and contents of everything that the product is built of.
sum_of_sources() {
  (cd "$root" && find pom.xml ./*/pom.xml ./*/src/main -type f -exec cksum {} + | LC_ALL=C sort | cksum)
}

# The distribution exists, and no source, not even a removed one (its folder's time tells), is newer. In a copy of a checkout all
# times are new: there the sum tells whether it was built of the same sources.
is_built() {
  [ -f "$stamp" ] || return 1
  [ -n "$(find "$root"/pom.xml "$root"/*/pom.xml "$root"/*/src/main -newer "$stamp" -print 2>/dev/null | head -n 1)" ] || return 0
  [ "$(cat "$stamp")" = "$(sum_of_sources)" ] && touch "$stamp"
}
