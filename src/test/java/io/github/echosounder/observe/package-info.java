/** What is seen of the service from outside: its metrics, as Prometheus reads them, and its log. */
@NullMarked
package io.github.echosounder.observe;

import org.jspecify.annotations.NullMarked;
