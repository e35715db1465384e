/**
 * The web console: pages without a build step that talk to the public API only. Nothing enters; the address of the pages
 * on the class path leaves. Always: the pages load nothing from elsewhere, hold no inline script or style (so that a
 * strict Content-Security-Policy covers them), keep a token in the tab's session storage only, and judge no vital sign:
 * alerts are the edge's.
 */
@NullMarked
package org.vitaledger.console;

import org.jspecify.annotations.NullMarked;
