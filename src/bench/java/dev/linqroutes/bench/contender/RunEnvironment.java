package dev.linqroutes.bench.contender;

import dev.linqroutes.bench.process.Topics;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a contender works with.
 *
 * @param folder for its files; its working directory
 * @param database JDBC URL of an empty database, with user and password
 * @param settings of the product, beyond those that name its surroundings
 */
public record RunEnvironment(
        Path folder,
        Topics topics,
        String apiUrl,
        String database,
        int workers,
        int heapMegabytes,
        Map<String, String> settings) {}
