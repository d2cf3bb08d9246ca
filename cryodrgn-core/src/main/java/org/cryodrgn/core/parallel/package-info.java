/** Work shared among threads without a pool that outlives it. */
package org.cryodrgn.core.parallel;
