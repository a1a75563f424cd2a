package dev.linqroutes.sandbox.api;

import dev.linqroutes.sandbox.account.Account;
import dev.linqroutes.sandbox.account.Assumption;
import dev.linqroutes.sandbox.account.AttachmentFiles;
import dev.linqroutes.sandbox.account.SandboxOptions;
import dev.linqroutes.sandbox.account.Timeline;
import dev.linqroutes.sandbox.content.MediaReader;
import dev.linqroutes.sandbox.content.MessageContentReader;
import dev.linqroutes.sandbox.delivery.EventPublisher;
import dev.linqroutes.sandbox.delivery.TargetUrlCheck;
import dev.linqroutes.sandbox.delivery.WebhookDispatcher;
import dev.linqroutes.sandbox.events.AccountChangeEvents;
import dev.linqroutes.sandbox.events.ChatEventPublisher;
import dev.linqroutes.sandbox.events.ChatEvents;
import dev.linqroutes.sandbox.events.MessageEvents;
import dev.linqroutes.sandbox.events.SubscriptionEvents;
import dev.linqroutes.sandbox.faults.FaultInjector;
import dev.linqroutes.sandbox.people.ActingPeople;
import dev.linqroutes.sandbox.people.PeopleEndpoints;
import dev.linqroutes.sandbox.people.PeopleGroupEndpoints;
import dev.linqroutes.sandbox.people.PeopleMessageEndpoints;
import dev.linqroutes.sandbox.people.PeoplePresenceEndpoints;
import dev.linqroutes.sandbox.people.PeopleReactionEndpoints;
import dev.linqroutes.sandbox.record.AccountRecord;

/** One account: its state, its time, its faults, and the endpoints that its API key opens. */
public final class AccountApi {
    final Account account;
    final Timeline timeline;
    final FaultInjector faults;
    final ChatEndpoints chats;
    final MessageEndpoints messages;
    final LinelessMessageEndpoint lineless;
    final ThreadEndpoint threads;
    final AppCardEndpoint appCards;
    final MessageEditEndpoint edits;
    final GroupEndpoints groups;
    final PollEndpoints polls;
    final VoiceMemoEndpoint voiceMemos;
    final ReactionEndpoints reactions;
    final StickerEndpoint stickers;
    final AttachmentEndpoints attachments;
    final BackgroundEndpoints backgrounds;
    final ContactCardEndpoints cards;
    final ContactCardShareEndpoint cardSharing;
    final PresenceEndpoints presence;
    final LocationEndpoints locations;
    final LineEndpoints lines;
    final CapabilityEndpoints capabilities;
    final BlockedHandleEndpoints blockedHandles;
    final SubscriptionEndpoints subscriptions;
    final PeopleEndpoints people;
    final PeopleMessageEndpoints peopleMessages;
    final PeopleReactionEndpoints peopleReactions;
    final PeopleGroupEndpoints peopleGroups;
    final PeoplePresenceEndpoints peoplePresence;
    final WorldEndpoints world;
    final AccountRecord record;
    final DeliveryEndpoints resending;
    private final WebhookDispatcher deliveries;
    private final GroupChangeScheduler changes;
    private final MessageOutcomes outcomes;
    private final LineHealthJudge health;

    /** @param files the bytes of attachments of all accounts */
    public AccountApi(
            Account account,
            Timeline timeline,
            AccountRecord record,
            WebhookDispatcher deliveries,
            AttachmentFiles files,
            FaultInjector faults,
            SandboxOptions options) {
        this.account = account;
        this.timeline = timeline;
        this.deliveries = deliveries;
        this.faults = faults;
        this.record = record;
        faults.onStrike(record::faultsChanged);
        resending = new DeliveryEndpoints(deliveries, record.deliveryRecorder());
        EventPublisher publisher = new EventPublisher(account, deliveries);
        boolean traceEverywhere = options.assumes(Assumption.TRACE_ID_ON_EVERY_EVENT);
        ChatEventPublisher published = new ChatEventPublisher(publisher, traceEverywhere);
        ChatEvents events = new ChatEvents(published);
        MessageEvents messageEvents = new MessageEvents(published);
        AccountChangeEvents accountEvents = new AccountChangeEvents(publisher, traceEverywhere);
        health = new LineHealthJudge(account, timeline, events, options);
        changes = new GroupChangeScheduler(account, timeline, events, health, faults, options);
        outcomes = new MessageOutcomes(account, timeline, messageEvents, faults, options);
        ChatAccess access = new ChatAccess(account, options);
        FirstAnswers firstAnswers = new FirstAnswers(account);
        MessageSender sending = new MessageSender(account, access, outcomes, options);
        MediaReader media = new MediaReader(account, timeline);
        MessageContentReader contents = new MessageContentReader(media);
        ChatCreator creating = new ChatCreator(account, sending, events, health);
        chats = new ChatEndpoints(account, access, options, contents, sending, creating, firstAnswers);
        messages = new MessageEndpoints(account, access, contents, sending, outcomes, firstAnswers);
        lineless = new LinelessMessageEndpoint(account, contents, sending, creating, firstAnswers);
        threads = new ThreadEndpoint(access);
        appCards = new AppCardEndpoint(access, sending, media);
        edits = new MessageEditEndpoint(account, access, messageEvents);
        groups = new GroupEndpoints(access, changes, media);
        polls = new PollEndpoints(account, access, sending, firstAnswers, messageEvents);
        voiceMemos = new VoiceMemoEndpoint(access, media, sending);
        stickers = new StickerEndpoint(account, access);
        reactions = new ReactionEndpoints(account, access, media, messageEvents);
        attachments = new AttachmentEndpoints(account, files);
        backgrounds = new BackgroundEndpoints(access, changes, media);
        cards = new ContactCardEndpoints(account, accountEvents, media);
        cardSharing = new ContactCardShareEndpoint(account, access);
        presence = new PresenceEndpoints(account, access, options);
        locations = new LocationEndpoints(account, access);
        lines = new LineEndpoints(account, accountEvents);
        capabilities = new CapabilityEndpoints(account);
        blockedHandles = new BlockedHandleEndpoints(account);
        subscriptions = new SubscriptionEndpoints(
                account, deliveries, new SubscriptionEvents(accountEvents), new TargetUrlCheck(options.webhookHosts()));
        ActingPeople acting = new ActingPeople(account);
        people = new PeopleEndpoints(account, acting);
        peopleMessages = new PeopleMessageEndpoints(account, acting, contents, events, messageEvents);
        peopleReactions = new PeopleReactionEndpoints(account, acting, messageEvents, media);
        peopleGroups = new PeopleGroupEndpoints(account, acting, events, options, media);
        peoplePresence = new PeoplePresenceEndpoints(account, acting, events, options);
        world = new WorldEndpoints(account, timeline, events);
    }

    /** Goes on with what the journal says is not finished. To be called before the first request. */
    public void resume() {
        // First: what the others publish is sent at once, and is undelivered, too.
        deliveries.resume();
        health.resume();
        changes.resume();
        outcomes.resume();
    }

    /** Stops sending webhooks; those in flight count as not delivered. What is due later does not happen. */
    void stop() {
        timeline.stop();
        deliveries.close();
        record.close();
    }

    /** Closes the journal, after the last request. */
    void close() {
        account.close();
    }
}
