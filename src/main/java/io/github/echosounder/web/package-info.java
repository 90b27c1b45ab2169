/** What is served over plain HTTP beside the echo: the page. Reads, never steers. */
@NullMarked
package io.github.echosounder.web;

import org.jspecify.annotations.NullMarked;
