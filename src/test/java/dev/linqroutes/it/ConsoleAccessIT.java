package dev.linqroutes.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.testing.ConsoleClient;
import dev.linqroutes.testing.InProcessProgram;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Who may use the console, and that pages of other sites may not. */
class ConsoleAccessIT extends SandboxTest {
    private static final String TOKEN = "0123456789abcdef-operate";
    private static final String VIEW_TOKEN = "0123456789abcdef-view";

    @Test
    void on_this_machine_everybody_may_operate_it_but_not_by_a_page_of_another_site() throws Exception {
        InProcessProgram program = program().start();

        assertThat(client(program).get("session").path("may_operate").booleanValue())
                .isTrue();
        assertThat(client(program).with("Origin", "https://attacker.example").status("POST", "sheets/x/stop"))
                .isEqualTo(403);
        assertThat(client(program).with("Sec-Fetch-Site", "cross-site").status("POST", "sheets/x/stop"))
                .isEqualTo(403);
        assertThat(client(program).without("X-Linq-Console").status("POST", "sheets/x/stop"))
                .as("a form cannot send the header")
                .isEqualTo(403);
        assertThat(client(program)
                        .with("Origin", "http://" + program.console().getAuthority())
                        .status("POST", "sheets/x/stop"))
                .as("the page itself; there is no such sheet")
                .isEqualTo(404);
    }

    @Test
    void a_host_name_that_an_attacker_points_at_this_machine_is_refused() throws Exception {
        InProcessProgram program = program().start();

        // Java's client does not send another host.
        try (Socket socket = new Socket("127.0.0.1", program.console().getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write("GET /console/api/now HTTP/1.1\r\nHost: attacker.example\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 403").doesNotContain("last_minute");
        }
    }

    @Test
    void with_a_token_nobody_gets_in_without_it_and_viewers_change_nothing() throws Exception {
        InProcessProgram program = program()
                .with("console.token", TOKEN)
                .with("console.view-token", VIEW_TOKEN)
                .start();

        assertThat(client(program).status("GET", "now")).isEqualTo(401);
        assertThat(client(program)
                        .with("Authorization", "Bearer " + TOKEN + "x")
                        .status("GET", "now"))
                .isEqualTo(401);
        ConsoleClient operator = client(program).with("Authorization", "Bearer " + TOKEN);
        ConsoleClient viewer = client(program).with("Authorization", "Bearer " + VIEW_TOKEN);
        assertThat(operator.get("session").path("may_operate").booleanValue()).isTrue();
        assertThat(viewer.get("session").path("may_operate").booleanValue()).isFalse();
        assertThat(viewer.status("GET", "groups")).isEqualTo(200);
        assertThat(viewer.refused(403, "POST", "sheets?file=a.csv", "to,message"))
                .contains("not change");
        assertThat(operator.status("POST", "sheets/x/stop")).isEqualTo(404);
    }

    @Test
    void a_browser_signs_in_for_twelve_hours_and_a_forged_cookie_is_worth_nothing() throws Exception {
        InProcessProgram program = program()
                .with("console.token", TOKEN)
                .with("console.view-token", VIEW_TOKEN)
                .start();
        assertThat(client(program).refused(401, "POST", "session", "{\"token\": \"wrong\", \"name\": \"Ann\"}"))
                .contains("token is wrong");

        assertThat(client(program).refused(413, "POST", "session", "{\"token\": \"" + "x".repeat(10_000) + "\"}"))
                .isEqualTo("the request is larger than 10000 bytes; it must have only token and name");

        String cookie = signIn(program, VIEW_TOKEN);

        assertThat(cookie)
                .containsIgnoringCase("HttpOnly")
                .contains("SameSite=Strict")
                .contains("Path=/console")
                .contains("Max-Age=43200")
                .doesNotContain(VIEW_TOKEN);
        String value = cookie.substring(0, cookie.indexOf(';'));
        assertThat(client(program)
                        .with("Cookie", value)
                        .get("session")
                        .path("user")
                        .asText())
                .isEqualTo("Ann");
        assertThat(client(program)
                        .with("Cookie", value.replace(".view.", ".operate."))
                        .status("GET", "now"))
                .isEqualTo(401);
        for (String forged :
                new String[] {"linq_console=", "linq_console=a.b.c", "linq_console=QQ.operate.99999999999.x"}) {
            assertThat(client(program).with("Cookie", forged).status("GET", "now"))
                    .isEqualTo(401);
        }
    }

    @Test
    void a_cookie_is_valid_after_a_restart_and_no_longer_after_the_token_was_changed() throws Exception {
        InProcessProgram program = program().with("console.token", TOKEN).start();
        String cookie = signIn(program, TOKEN);
        String value = cookie.substring(0, cookie.indexOf(';'));
        program.stop();

        program.start();
        assertThat(client(program).with("Cookie", value).status("GET", "now")).isEqualTo(200);
        program.stop();

        program.with("console.token", TOKEN + "-new").start();
        assertThat(client(program).with("Cookie", value).status("GET", "now")).isEqualTo(401);
    }

    @Test
    void behind_a_proxy_the_header_names_the_user_and_who_may_operate_is_configured() throws Exception {
        InProcessProgram program = program()
                .with("console.user-header", "X-Forwarded-User")
                .with("console.operators", "ann@example.com")
                .start();

        assertThat(client(program).status("GET", "now"))
                .as("without the header")
                .isEqualTo(401);
        ConsoleClient ann = client(program).with("X-Forwarded-User", "ann@example.com");
        ConsoleClient bob = client(program).with("X-Forwarded-User", "bob@example.com");
        assertThat(ann.get("session").path("may_operate").booleanValue()).isTrue();
        assertThat(bob.get("session").path("may_operate").booleanValue()).isFalse();
    }

    @Test
    void reachable_from_elsewhere_without_a_token_it_is_closed_and_with_a_user_header_the_proxy_needs_the_token()
            throws Exception {
        InProcessProgram program = program().with("observe.host", "0.0.0.0").start();
        assertThat(client(program).refused(403, "GET", "now", ""))
                .contains("closed")
                .contains("CONSOLE_TOKEN");
        assertThat(program.health().statusCode()).as("health stays open").isEqualTo(200);
        program.stop();

        program.with("console.user-header", "X-Forwarded-User").start();
        assertThat(client(program).with("X-Forwarded-User", "ann").status("GET", "now"))
                .as("anybody can send the header")
                .isEqualTo(403);
        program.stop();

        program.with("console.token", TOKEN).with("console.operators", "ann").start();
        assertThat(client(program).with("X-Forwarded-User", "ann").status("GET", "now"))
                .isEqualTo(401);
        assertThat(client(program)
                        .with("X-Forwarded-User", "ann")
                        .with("Authorization", "Bearer " + TOKEN)
                        .get("session")
                        .path("user")
                        .asText())
                .isEqualTo("ann");
    }

    @Test
    void the_page_runs_no_script_but_its_own_and_paths_that_do_not_exist_say_so() throws Exception {
        InProcessProgram program = program().start();

        HttpResponse<String> page = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(program.console()).build(), BodyHandlers.ofString());

        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'")
                .contains("frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(page.body()).doesNotContain("http://").doesNotContain("https://");
        assertThat(client(program).refused(404, "GET", "no/such/path", "")).contains("nothing at this path");
        assertThat(client(program).refused(400, "POST", "sheets/x/cells", "no JSON"))
                .contains("not JSON");
    }

    private static String signIn(InProcessProgram program, String token) throws Exception {
        URI session = program.console().resolve("api/session");
        HttpResponse<String> response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(session)
                                .header("X-Linq-Console", "1")
                                .POST(BodyPublishers.ofString("{\"token\": \"" + token + "\", \"name\": \"Ann\"}"))
                                .build(),
                        BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(200);
        return response.headers().firstValue("Set-Cookie").orElseThrow();
    }

    private static ConsoleClient client(InProcessProgram program) {
        return new ConsoleClient(program.console());
    }
}
