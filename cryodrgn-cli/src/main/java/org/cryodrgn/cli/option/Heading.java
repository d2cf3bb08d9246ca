package org.cryodrgn.cli.option;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the group of the help that an option, or every option of a mixin, stands in. Options
 * without one stand among the files if they name one, else among the other options.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.FIELD})
public @interface Heading {
  /** The name. */
  String value();
}
