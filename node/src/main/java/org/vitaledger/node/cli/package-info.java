/**
 * The command line. Arguments enter; lines for people or, with {@code --json}, JSON for programs leave, and an exit code
 * that means something: 0 yes, 1 no, 2 wrong usage, 3 a failure of the environment, 4 a log broke its promise.
 */
@NullMarked
package org.vitaledger.node.cli;

import org.jspecify.annotations.NullMarked;
