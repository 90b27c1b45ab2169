/** What is served over plain HTTP, asked for over plain HTTP. */
@NullMarked
package io.github.echosounder.web;

import org.jspecify.annotations.NullMarked;
