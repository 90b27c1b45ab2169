/**
 * Broken paths for {@code check} to examine: a TCP proxy with one fault each, real proxies with one
 * setting each, and servers that are no echo. A new path is one more line of {@code BrokenPaths}.
 */
@org.jspecify.annotations.NullMarked
package io.github.echosounder.check.lab;
