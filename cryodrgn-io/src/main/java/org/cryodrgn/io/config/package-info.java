/** config.yaml: the settings of a training run. */
package org.cryodrgn.io.config;
