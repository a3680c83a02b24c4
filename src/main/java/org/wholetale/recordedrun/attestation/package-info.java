/**
 * What is said of a run's archive to those who were not there, in the forms that they read: in-toto
 * statements and declarations of transparent research objects. Pure functions of the manifest and
 * the listing of files; signing them is others' work.
 */
@NullMarked
package org.wholetale.recordedrun.attestation;

import org.jspecify.annotations.NullMarked;
