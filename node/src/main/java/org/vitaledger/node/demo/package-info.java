/**
 * The main job in one process: virtual devices replay recorded vital signs over MQTT into a node, and what comes out is
 * read through FHIR under a consent and proved offline. It uses what anybody can use: MQTT, FHIR and the verifier.
 */
@NullMarked
package org.vitaledger.node.demo;

import org.jspecify.annotations.NullMarked;
