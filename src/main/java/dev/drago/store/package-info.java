/** Durable state: schema, migrations, repositories. The only package that speaks SQL. */
@NullMarked
package dev.drago.store;

import org.jspecify.annotations.NullMarked;
