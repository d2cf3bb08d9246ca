/**
 * What a careful colleague checks before a week of training: inputs, images, poses, the machine.
 */
package org.cryodrgn.analysis.doctor;
