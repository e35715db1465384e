/**
 * What devices say in terms of LOINC and UCUM, as far as it is declared. What enters is the text of the tables beside
 * this package, read by those who call; what leaves are codes, units and conversions. Always: the gateway that converts
 * and the verifier that checks it afterwards ask the same table and compute with the same arithmetic.
 */
@NullMarked
package org.vitaledger.core.code;

import org.jspecify.annotations.NullMarked;
