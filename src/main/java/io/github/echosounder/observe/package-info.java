/** What is seen from outside: metrics, log lines, health. It reads; nothing depends on it. */
@org.jspecify.annotations.NullMarked
package io.github.echosounder.observe;
