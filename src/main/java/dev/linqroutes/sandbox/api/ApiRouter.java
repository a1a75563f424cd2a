package dev.linqroutes.sandbox.api;

import dev.linqroutes.sandbox.account.AttachmentFiles;
import dev.linqroutes.sandbox.account.SandboxOptions;
import dev.linqroutes.sandbox.http.ApiRequest;
import dev.linqroutes.sandbox.http.ApiResponse;
import dev.linqroutes.sandbox.page.RecordPage;
import dev.linqroutes.sandbox.page.SandboxPageFiles;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.function.BiFunction;

/** Maps methods and paths to endpoints: the sandbox's own here, Linq's in {@link LinqPaths}. */
public final class ApiRouter {
    private static final long MAX_BODY_BYTES = 1_000_000;

    private final ApiGateway gateway;
    private final AccountEndpoints accounts;
    private final AttachmentTransfer attachments;
    private final SandboxPageFiles page = new SandboxPageFiles();

    public ApiRouter(ApiGateway gateway, Accounts accounts, AttachmentFiles files, SandboxOptions options) {
        this.gateway = gateway;
        this.accounts = new AccountEndpoints(accounts);
        this.attachments = new AttachmentTransfer(accounts, gateway.answers(), files, options.attachmentDelay());
    }

    public void addTo(Router router) {
        router.route().handler(gateway::startRequest);
        router.put("/attachments/uploads/:id").handler(attachments::upload);
        router.get("/attachments/partners/:partner/:id/:filename").handler(attachments::download);
        router.route().handler(BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES));
        router.route(SandboxOptions.BASE_PATH + "/*").handler(gateway.keys()::requireKey);
        // Before the sandbox's own, since routes are tried one after another.
        new LinqPaths((method, path, endpoint) -> add(router, method, SandboxOptions.BASE_PATH + path, endpoint)).add();
        router.get("/").handler(page::serveIndex);
        router.get("/page/:file").handler(page::serve);
        router.route("/sandbox/*").handler(gateway.keys()::requireLocalOrKey);
        router.get("/sandbox/record")
                .handler(context -> RecordPage.serve(ApiKeyFilter.account(context).account, context));
        onSandbox(router, HttpMethod.GET, "/faults", (api, request) -> ApiResponse.ok(api.faults.view()));
        onSandbox(router, HttpMethod.PUT, "/faults", ApiRouter::setFaults);
        onSandbox(router, HttpMethod.POST, "/faults", ApiRouter::setFaults);
        onSandbox(router, HttpMethod.PATCH, "/faults", ApiRouter::changeFaults);
        onSandbox(router, HttpMethod.DELETE, "/faults", ApiRouter::resetFaults);
        onSandbox(router, HttpMethod.POST, "/faults/next", ApiRouter::strikeNext);
        onSandbox(router, HttpMethod.POST, "/accounts", (api, request) -> accounts.create(request));
        onSandbox(router, HttpMethod.DELETE, "/accounts", (api, request) -> accounts.delete(api));
        addRecord(router);
        addWorld(router);
        addPeople(router);
        gateway.addErrorHandlers(router);
    }

    private void addRecord(Router router) {
        later(router, HttpMethod.GET, "/requests", (api, request) -> api.record.requests(request));
        onSandbox(router, HttpMethod.GET, "/requests/:seq/curl", (api, request) -> api.record.curl(request));
        later(router, HttpMethod.GET, "/messages", (api, request) -> api.record.messages(request));
        later(router, HttpMethod.GET, "/deliveries", (api, request) -> api.record.deliveries(request));
        onSandbox(router, HttpMethod.POST, "/deliveries/:id/resend", (api, request) -> api.resending.resend(request));
        onSandbox(router, HttpMethod.GET, "/subscriptions", (api, request) -> api.subscriptions.show(request));
        onSandbox(router, HttpMethod.DELETE, "/record", (api, request) -> api.record.clear(request));
        onSandbox(router, HttpMethod.GET, "/chats", (api, request) -> api.record.listChats(request));
        onSandbox(router, HttpMethod.GET, "/chats/:id", (api, request) -> api.record.readChat(request));
        later(router, HttpMethod.GET, "/stream", (api, request) -> api.record.stream(request));
    }

    private void addWorld(Router router) {
        onSandbox(router, HttpMethod.GET, "/lines", (api, request) -> api.world.listLines(request));
        onSandbox(router, HttpMethod.PATCH, "/lines/:number", (api, request) -> api.world.changeLine(request));
        onSandbox(router, HttpMethod.GET, "/time", (api, request) -> api.world.readTime(request));
        onSandbox(router, HttpMethod.POST, "/time", (api, request) -> api.world.advanceTime(request));
    }

    private void addPeople(Router router) {
        onSandbox(router, HttpMethod.GET, "/people", (api, request) -> api.people.list(request));
        onSandbox(router, HttpMethod.GET, "/people/:handle", (api, request) -> api.people.read(request));
        onSandbox(router, HttpMethod.PATCH, "/people/:handle", (api, request) -> api.people.change(request));
        // People's pictures, announced and uploaded as those of the account.
        onSandbox(router, HttpMethod.POST, "/attachments", (api, request) -> api.attachments.create(request));
        onPerson(router, "chats", (api, request) -> api.peopleMessages.startChat(request));
        onPerson(router, "messages", (api, request) -> api.peopleMessages.write(request));
        onPerson(router, "reactions", (api, request) -> api.peopleReactions.react(request));
        onPerson(router, "votes", (api, request) -> api.peopleReactions.vote(request));
        onPerson(router, "read", (api, request) -> api.peopleMessages.read(request));
        onPerson(router, "rename", (api, request) -> api.peopleGroups.rename(request));
        onPerson(router, "icon", (api, request) -> api.peopleGroups.changeIcon(request));
        onPerson(router, "add", (api, request) -> api.peopleGroups.add(request));
        onPerson(router, "remove", (api, request) -> api.peopleGroups.remove(request));
        onPerson(router, "leave", (api, request) -> api.peopleGroups.leave(request));
        onPerson(router, "typing", (api, request) -> api.peoplePresence.type(request));
        onPerson(router, "contact_card", (api, request) -> api.peoplePresence.shareCard(request));
        onPerson(router, "location", (api, request) -> api.peoplePresence.shareLocation(request));
    }

    private void onPerson(Router router, String action, BiFunction<AccountApi, ApiRequest, ApiResponse> endpoint) {
        onSandbox(router, HttpMethod.POST, "/people/:handle/" + action, endpoint);
    }

    private static ApiResponse setFaults(AccountApi api, ApiRequest request) {
        api.faults.configure(request.body());
        return changedFaults(api);
    }

    private static ApiResponse changeFaults(AccountApi api, ApiRequest request) {
        api.faults.change(request.body());
        return changedFaults(api);
    }

    private static ApiResponse strikeNext(AccountApi api, ApiRequest request) {
        api.faults.strikeNext(request.body());
        return changedFaults(api);
    }

    private static ApiResponse resetFaults(AccountApi api, ApiRequest request) {
        api.faults.reset();
        return changedFaults(api);
    }

    private static ApiResponse changedFaults(AccountApi api) {
        api.record.faultsChanged();
        return ApiResponse.ok(api.faults.view());
    }

    private void onSandbox(
            Router router, HttpMethod method, String path, BiFunction<AccountApi, ApiRequest, ApiResponse> endpoint) {
        add(router, method, "/sandbox" + path, endpoint);
    }

    private void later(
            Router router,
            HttpMethod method,
            String path,
            BiFunction<AccountApi, ApiRequest, Future<ApiResponse>> endpoint) {
        router.route(method, "/sandbox" + path).handler(context -> {
            AccountApi api = ApiKeyFilter.account(context);
            gateway.handleLater(context, request -> endpoint.apply(api, request));
        });
    }

    private void add(
            Router router, HttpMethod method, String path, BiFunction<AccountApi, ApiRequest, ApiResponse> endpoint) {
        router.route(method, path).handler(context -> {
            AccountApi api = ApiKeyFilter.account(context);
            gateway.handle(context, request -> endpoint.apply(api, request));
        });
    }
}
