/** The sandbox in a container of Testcontainers, for programs under test that run in containers. */
package dev.linqroutes.sandbox.testcontainers;
