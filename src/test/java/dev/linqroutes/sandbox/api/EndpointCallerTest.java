package dev.linqroutes.sandbox.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.sandbox.content.FetchedFiles;
import dev.linqroutes.sandbox.content.RemoteFile;
import dev.linqroutes.sandbox.content.RemoteFiles;
import dev.linqroutes.sandbox.http.ApiError;
import dev.linqroutes.sandbox.http.ApiResponse;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EndpointCallerTest {
    private static final List<String> ICONS = List.of("https://example.com/a.png", "https://example.com/b.png");
    private static final RemoteFile PICTURE =
            new RemoteFile(RemoteFile.Outcome.THERE, Optional.of("image/png"), 8, new byte[] {
                (byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'
            });

    private final List<String> asked = new ArrayList<>();
    private int effects;

    /** Needs two files before its effect. */
    private ApiResponse endpoint() {
        ICONS.forEach(icon -> RemoteFiles.requireImage(icon, "group_chat_icon"));
        effects++;
        return ApiResponse.noContent();
    }

    private EndpointCaller caller(RemoteFile file) {
        return new EndpointCaller(Optional.of(url -> {
            asked.add(url);
            return Future.succeededFuture(file);
        }));
    }

    @Test
    void an_endpoint_has_its_effect_once_when_all_its_files_are_there() {
        Future<ApiResponse> answer = caller(PICTURE).call(this::endpoint, () -> true);

        assertThat(answer.succeeded()).isTrue();
        assertThat(effects).isEqualTo(1);
        assertThat(asked).isEqualTo(ICONS);
    }

    @Test
    void an_endpoint_refuses_what_is_not_there() {
        Future<ApiResponse> answer = caller(RemoteFile.notThere()).call(this::endpoint, () -> true);

        assertThat(answer.cause()).isInstanceOfSatisfying(ApiError.class, refusal -> assertThat(refusal.code())
                .isEqualTo(5007));
        assertThat(effects).isZero();
        assertThat(asked).hasSize(1);
    }

    @Test
    void what_a_client_has_given_up_meanwhile_has_no_effect() {
        Promise<RemoteFile> late = Promise.promise();
        Future<ApiResponse> answer =
                new EndpointCaller(Optional.of(url -> late.future())).call(this::endpoint, () -> false);
        assertThat(answer.isComplete()).isFalse();

        late.complete(PICTURE);

        assertThat(answer.failed()).isTrue();
        assertThat(answer.cause()).isNotInstanceOf(FetchedFiles.Missing.class);
        assertThat(effects).isZero();
    }

    @Test
    void where_nothing_is_fetched_an_endpoint_is_called_at_once() {
        assertThat(new EndpointCaller(Optional.empty())
                        .call(this::endpoint, () -> true)
                        .succeeded())
                .isTrue();
        assertThat(effects).isEqualTo(1);
    }
}
