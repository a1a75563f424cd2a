package dev.linqroutes.webhook.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

/**
 * Reports the states of one connection to the {@link ConnectionLimiter}. Closes a connection that pipelines many requests or
 * does not read its responses, since both accumulate on the heap.
 */
final class RequestTracker extends ChannelDuplexHandler {
    /** Vert.x's name of its own handler, which follows the codec in the pipeline. */
    private static final String SERVER_HANDLER = "handler";

    private final ConnectionLimiter connections;

    /** Common HTTP clients and proxies do not pipeline at all. */
    private static final int MAX_PIPELINED = 8;

    private int unanswered;
    private boolean isAborted;

    private RequestTracker(ConnectionLimiter connections) {
        this.connections = connections;
    }

    static void track(Channel channel, ConnectionLimiter connections) {
        connections.onOpened(channel);
        channel.closeFuture().addListener(closed -> connections.onClosed(channel));
        channel.pipeline().addBefore(SERVER_HANDLER, "requestTracker", new RequestTracker(connections));
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        if (message instanceof HttpRequest && !isAborted) {
            unanswered++;
            connections.onRequestHead(context.channel());
            isAborted = unanswered > MAX_PIPELINED;
        }
        if (message instanceof LastHttpContent) {
            connections.onBodyReceived(context.channel());
        }
        if (isAborted) {
            ReferenceCountUtil.release(message);
            context.close();
        } else {
            super.channelRead(context, message);
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
        if (message instanceof LastHttpContent && !isInterim(message)) {
            super.write(context, message, promise.unvoid().addListener(written -> onAnswered(context.channel())));
        } else {
            super.write(context, message, promise);
        }
    }

    private static boolean isInterim(Object message) {
        return message instanceof HttpResponse response && response.status().equals(HttpResponseStatus.CONTINUE);
    }

    private void onAnswered(Channel channel) {
        unanswered--;
        if (unanswered == 0) {
            connections.onAllAnswered(channel);
        }
    }
}
