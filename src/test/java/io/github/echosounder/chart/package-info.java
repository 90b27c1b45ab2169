/**
 * The chart, rendered by the real Helm engine and read as strictly as a Kubernetes server reads.
 */
@NullMarked
package io.github.echosounder.chart;

import org.jspecify.annotations.NullMarked;
