# Counts the tests in Surefire's and Failsafe's XML reports: prints each skipped test with its reason, each failed one, then the
# closing line `P passed, F failed, S skipped`. With -v broken=1 (a check failed that is no test) there is at least one failure.
# Ends with 0 only if nothing failed and something passed.

# What stands in <![CDATA[ ... ]]> is output of the tests, never a report.
captured {
    if (index($0, "]]>")) captured = 0
    next
}

/<testsuite / {
    # JUnit leaves the tests out when @BeforeAll gives up; they must not vanish.
    if (attribute("tests") == "0") skip(simple(attribute("name")), "the whole class, by its @BeforeAll")
}
/<testcase / {
    name = simple(attribute("classname")) "." attribute("name")
    tests++
    open = 1
}
open && /<skipped/ {
    reason = attribute("message")
    if (reason == "" && match($0, /<!\[CDATA\[/)) {
        reason = substr($0, RSTART + RLENGTH)
        sub(/^[A-Za-z0-9.]+: /, "", reason)
        sub(/^Assumption failed: /, "", reason)
    }
    skip(name, reason)
    tests--
    open = 0
}
open && /<(failure|error)[ >\/]/ {
    failures[++failed] = name ": " attribute("message")
    tests--
    open = 0
}
/<!\[CDATA\[/ && !/\]\]>/ { captured = 1 }

END {
    if (broken && !failed) failures[++failed] = "a check that is no test: see the [ERROR] lines above"
    for (i = 1; i <= skipped; i++) print "skipped  " skips[i]
    for (i = 1; i <= failed; i++) print "FAILED   " failures[i]
    printf "%d passed, %d failed, %d skipped\n", tests, failed, skipped
    exit failed > 0 || tests == 0
}

function skip(test, reason) {
    skips[++skipped] = test ": " (reason == "" ? "no reason given" : reason)
}

function simple(class) {
    sub(/.*\./, "", class)
    return class
}

function attribute(key,    text) {
    if (!match($0, "[ ]" key "=\"[^\"]*\"")) return ""
    text = substr($0, RSTART + length(key) + 3, RLENGTH - length(key) - 4)
    gsub(/&lt;/, "<", text)
    gsub(/&gt;/, ">", text)
    gsub(/&quot;/, "\"", text)
    gsub(/&apos;/, "'", text)
    sub(/&#10;.*/, "", text)
    gsub(/&amp;/, "\\&", text)
    return text
}
