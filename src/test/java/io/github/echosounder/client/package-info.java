/** The client against small servers, each with one fault, and against Echosounder itself. */
@NullMarked
package io.github.echosounder.client;

import org.jspecify.annotations.NullMarked;
