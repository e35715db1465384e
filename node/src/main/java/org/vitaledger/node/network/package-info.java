/**
 * Consortiums on one command line: the folders of new members, processes that run one each, and a demonstration with
 * several. Starts processes and files; what a member does is in {@code run}.
 */
@NullMarked
package org.vitaledger.node.network;

import org.jspecify.annotations.NullMarked;
