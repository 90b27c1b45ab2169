/** Taking leave: of many, of the slow and of the deaf, in earnest and in a rehearsal. */
@org.jspecify.annotations.NullMarked
package io.github.echosounder.drain;
