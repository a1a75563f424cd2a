package dev.linqroutes.sandbox.record;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.account.Account;
import dev.linqroutes.sandbox.account.Conversation;
import dev.linqroutes.sandbox.account.SandboxOptions;
import dev.linqroutes.sandbox.account.Timeline;
import dev.linqroutes.sandbox.http.ApiError;
import dev.linqroutes.sandbox.http.ApiRequest;
import dev.linqroutes.sandbox.http.ApiResponse;
import dev.linqroutes.sandbox.http.JsonTrees;
import dev.linqroutes.sandbox.record.LoggedDelivery.State;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What happened in an account, with the endpoints that show it: {@code /sandbox/requests}, {@code /sandbox/chats} and the like. */
public final class AccountRecord {
    /** Bounds what clients with large bodies can fill. */
    private static final long MAX_BYTES = 64L * 1024 * 1024;

    private final Account account;
    private final ChangeStream changes = new ChangeStream();
    private final LogReader<LoggedRequest> requests;
    private final RequestRecorder recorder;
    private final LogReader<LoggedDelivery> deliveries;
    private final DeliveryRecorder deliveryRecorder;
    private final MessageLog messages;

    public AccountRecord(Account account, Timeline timeline, SandboxOptions options) {
        this.account = account;
        BoundedLog<LoggedRequest> log = new BoundedLog<>(options.history(), MAX_BYTES, LoggedRequest::weight);
        requests = new LogReader<>("requests", log, LoggedRequest::view);
        recorder = new RequestRecorder(account, timeline, log, changes);
        BoundedLog<LoggedDelivery> webhooks = new BoundedLog<>(options.history(), MAX_BYTES, LoggedDelivery::weight);
        deliveries = new LogReader<>("deliveries", webhooks, LoggedDelivery::view);
        deliveryRecorder = new DeliveryRecorder(timeline, webhooks, changes);
        messages = new MessageLog(account, options.history());
        account.onChange(change -> {
            messages.happened(change);
            changes.happened(change);
        });
    }

    public RequestRecorder recorder() {
        return recorder;
    }

    /** {@code GET /sandbox/requests?method=&path=&chat_id=&status=&trace_id=}; a {@code *} in the path stands for anything. */
    public Future<ApiResponse> requests(ApiRequest request) {
        Predicate<LoggedRequest> filter = entry -> true;
        filter = filter.and(equal(request, "method", entry -> Optional.of(entry.method())));
        filter = filter.and(equal(request, "chat_id", LoggedRequest::chatId));
        filter = filter.and(equal(request, "trace_id", entry -> Optional.of(entry.traceId())));
        Optional<String> path = request.query("path");
        if (path.isPresent()) {
            filter = filter.and(entry -> isPath(path.get(), entry.path()));
        }
        if (request.query("status").isPresent()) {
            int status = (int) RecordQuery.number(request, "status", 0, 100, 599);
            filter = filter.and(entry -> entry.status().orElse(0) == status);
        }
        return requests.answer(RecordQuery.of(request), filter, request.context());
    }

    /**
     * {@code GET /sandbox/requests/{seq}/curl}: the command that makes the request again.
     *
     * @throws ApiError 404/2002 when the request was forgotten
     */
    public ApiResponse curl(ApiRequest request) {
        Optional<LoggedRequest> entry = requests.log().find(request.context().pathParam("seq"));
        LoggedRequest logged = entry.orElseThrow(() -> new ApiError(404, 2002, "No such request, or it was forgotten"));
        boolean cut = logged.body().isCut();
        boolean hidden = CurlCommand.lacksSecrets(logged);
        HttpServerRequest http = request.context().request();
        return ApiResponse.ok(JsonTrees.object()
                .put("command", CurlCommand.of(logged, http.scheme() + "://" + http.authority()))
                .put("whole", !cut && !hidden)
                .put("body_cut", cut)
                .put("secrets_hidden", hidden));
    }

    public void faultsChanged() {
        changes.happened("faults");
    }

    public DeliveryRecorder deliveryRecorder() {
        return deliveryRecorder;
    }

    /** {@code GET /sandbox/deliveries?event_type=&event_id=&subscription_id=&state=&chat_id=&trace_id=}. */
    public Future<ApiResponse> deliveries(ApiRequest request) {
        Predicate<LoggedDelivery> filter = equal(
                request, "event_type", entry -> Optional.of(entry.webhook().eventType()));
        filter = filter.and(
                equal(request, "event_id", entry -> Optional.of(entry.webhook().eventId())));
        filter = filter.and(equal(
                request, "subscription_id", entry -> Optional.of(entry.webhook().subscriptionId())));
        Optional<State> state = request.query("state").map(AccountRecord::state);
        if (state.isPresent()) {
            filter = filter.and(entry -> entry.state() == state.get());
        }
        Optional<String> chat = request.query("chat_id");
        if (chat.isPresent()) {
            filter = filter.and(entry -> entry.isAboutChat(chat.get()));
        }
        Optional<String> trace = request.query("trace_id");
        if (trace.isPresent()) {
            filter = filter.and(entry -> entry.hasTrace(trace.get()));
        }
        return deliveries.answer(RecordQuery.of(request), filter, request.context());
    }

    private static State state(String text) {
        return Stream.of(State.values())
                .filter(state -> state.text().equals(text))
                .findFirst()
                .orElseThrow(() -> ApiError.invalidValue("'state' must be one of "
                        + Stream.of(State.values()).map(State::text).collect(Collectors.joining(", "))));
    }

    /** {@code GET /sandbox/messages?chat_id=&from=&direction=&text=}. */
    public Future<ApiResponse> messages(ApiRequest request) {
        return messages.answer(request);
    }

    /** {@code DELETE /sandbox/record}: empties the logs of requests and deliveries. Chats stay, and so do the numbers. */
    public ApiResponse clear(ApiRequest request) {
        requests.log().clear();
        deliveries.log().clear();
        changes.happened("request", "");
        changes.happened("delivery", "");
        return ApiResponse.noContent();
    }

    private static boolean isPath(String pattern, String path) {
        return TextPattern.matches(pattern, path)
                || path.startsWith(SandboxOptions.BASE_PATH)
                        && TextPattern.matches(pattern, path.substring(SandboxOptions.BASE_PATH.length()));
    }

    private static <T> Predicate<T> equal(ApiRequest request, String name, Function<T, Optional<String>> value) {
        Optional<String> wanted = request.query(name);
        return wanted.isEmpty()
                ? entry -> true
                : entry -> value.apply(entry)
                        .filter(text -> text.equalsIgnoreCase(wanted.get()))
                        .isPresent();
    }

    /**
     * {@code GET /sandbox/chats?limit=&search=}: newest activity first. With a search, each has {@code found}: where the text is. The
     * answer says whether messages were left out because there are too many ({@code searched_all}).
     */
    public ApiResponse listChats(ApiRequest request) {
        long limit = RecordQuery.number(request, "limit", 200, 1, 1_000);
        Optional<ChatSearch> search = request.query("search")
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .map(ChatSearch::new);
        List<ObjectNode> chats = new ArrayList<>();
        for (Conversation conversation : newestFirst()) {
            if (chats.size() == limit) {
                break;
            }
            Optional<ChatSearch.Hit> hit = search.flatMap(each -> each.find(conversation));
            if (search.isEmpty() || hit.isPresent()) {
                ObjectNode view = ConversationViews.summary(conversation);
                view.set("found", JsonTrees.orNull(hit.map(ChatSearch.Hit::json)));
                chats.add(view);
            }
        }
        ObjectNode answer = JsonTrees.object();
        answer.set("chats", JsonTrees.array(chats, each -> each));
        return ApiResponse.ok(
                answer.put("searched_all", search.isEmpty() || search.get().isComplete()));
    }

    private List<Conversation> newestFirst() {
        List<Conversation> chats = new ArrayList<>(account.chats().byActivity());
        Collections.reverse(chats);
        return chats;
    }

    /** {@code GET /sandbox/chats/{id}?message_id=}: with the newest messages, or those around that one. */
    public ApiResponse readChat(ApiRequest request) {
        return ApiResponse.ok(ConversationViews.details(
                account.chats().require(request.id()),
                request.query("message_id").orElse("")));
    }

    /** {@code GET /sandbox/stream}: an answer that never ends. */
    public Future<ApiResponse> stream(ApiRequest request) {
        changes.serve(request.context());
        return Promise.<ApiResponse>promise().future();
    }

    /** Ends the streams. */
    public void close() {
        changes.close();
    }
}
