/** The rules of the RFCs, and which tests hold the server to them. */
@org.jspecify.annotations.NullMarked
package io.github.echosounder.law;
