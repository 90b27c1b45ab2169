/** The Jakarta endpoints: each path of the contract, as thin as it can be. */
@org.jspecify.annotations.NullMarked
package io.github.echosounder.endpoint;
