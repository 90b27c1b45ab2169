package io.github.echosounder.wire;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

/** The same where the service ends TLS itself. */
@QuarkusTest
@TestProfile(RulesOverTlsTest.Tls.class)
@Over(Mode.TLS)
class GoneClientsOverTlsTest extends GoneClientsTest {}
