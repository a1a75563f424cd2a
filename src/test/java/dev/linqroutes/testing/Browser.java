package dev.linqroutes.testing;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A real Chromium with one page, and what a person does with it. Waits for what a person would wait for. */
public final class Browser implements AutoCloseable {
    private static final Path PICTURES = Path.of("target/pictures");
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long POLL_MILLIS = 50;

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /** Opens an address; skips the test where there is no Chromium with its driver. */
    public static Browser open(URI address) {
        Optional<Path> chromium = find("chromium", "google-chrome");
        Optional<Path> service = find("chromedriver");
        Assumptions.assumeTrue(
                chromium.isPresent() && service.isPresent(),
                "no Chromium with its driver on the PATH (Debian: apt-get install chromium chromium-driver):"
                        + " the page is not tested");
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(chromium.get().toString());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--force-prefers-reduced-motion",
                "--lang=en-US");
        options.setCapability("goog:loggingPrefs", logs);
        Browser browser = new Browser(new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(service.get().toFile())
                        .build(),
                options));
        browser.resize(1100, 900);
        browser.driver.get(address.toString());
        return browser;
    }

    private static Optional<Path> find(String... names) {
        List<Path> folders =
                Stream.of(System.getenv("PATH").split(":")).map(Path::of).toList();
        return Stream.of(names)
                .flatMap(name -> folders.stream().map(folder -> folder.resolve(name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Gives the page exactly this size; a window has its own frame and a least width. */
    public void resize(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    /** Goes to a page of the address; {@code #/groups}. */
    public void go(String hash) {
        driver.executeScript("location.hash = arguments[0]", hash);
    }

    /** Chooses a file as with the dialog of the browser. */
    public void chooseFile(Path file) {
        // The input is hidden; its button opens a dialog that no test can use.
        driver.findElement(By.cssSelector("input[type=file]"))
                .sendKeys(file.toAbsolutePath().toString());
    }

    public void click(String button) {
        act(byText("button", button), WebElement::click);
    }

    /** A button with this text or sign and no other. */
    public void clickExactly(String button) {
        act(By.xpath("//button[normalize-space(.)='" + button + "']"), WebElement::click);
    }

    /** Clicks the first visible element with this label. */
    public void clickLabelled(String label) {
        act(By.cssSelector("[aria-label=\"" + label + "\"]"), WebElement::click);
    }

    /** Shows the page as to somebody who prefers dark colours, or light ones. */
    public void prefer(String colours) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", colours))));
    }

    public void clickLink(String text) {
        act(byText("a", text), WebElement::click);
    }

    /** Opens a part of the page that is folded. */
    public void clickSummary(String text) {
        act(byText("summary", text), WebElement::click);
    }

    /** Types into the field with this label, in place of what it has. */
    public void type(String label, String text) {
        act(By.cssSelector("[aria-label=\"" + label + "\"]"), field -> {
            field.clear();
            field.sendKeys(text);
        });
    }

    /** Ticks the box with this label, or removes its tick. */
    public void tick(String label) {
        act(By.cssSelector("input[type=checkbox][aria-label=\"" + label + "\"]"), WebElement::click);
    }

    /** Chooses an option of the list with this label. */
    public void choose(String label, String option) {
        act(By.xpath("//select[@aria-label='" + label + "']/option[.='" + option + "']"), WebElement::click);
    }

    /** Presses keys where the focus is. */
    public void press(CharSequence... keys) {
        driver.switchTo().activeElement().sendKeys(keys);
    }

    private static By byText(String tag, String text) {
        return By.xpath("//" + tag + "[contains(normalize-space(.), '" + text + "')]");
    }

    /** Acts on an element as soon as there is a visible one. */
    private void act(By what, Consumer<WebElement> action) {
        await(what.toString(), () -> {
            Optional<WebElement> element = driver.findElements(what).stream()
                    .filter(each -> each.isDisplayed() && each.isEnabled())
                    .findFirst();
            element.ifPresent(action);
            return element.isPresent();
        });
    }

    /** Waits until the page shows a text. */
    public void see(String text) {
        await("\"" + text + "\"", () -> text().contains(text));
    }

    /** The text of the page, as it is shown. */
    public String text() {
        return driver.findElement(By.tagName("body")).getText();
    }

    /** The result of an expression. */
    public Object evaluate(String script) {
        return driver.executeScript("return " + script);
    }

    /** Errors of the page itself: scripts that failed, and what the content security policy refused. */
    public List<String> errors() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.SEVERE.intValue())
                .map(Object::toString)
                .toList();
    }

    /** Keeps a picture of the page as it is. */
    public void picture(String name) throws IOException {
        Files.createDirectories(PICTURES);
        Files.write(PICTURES.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
    }

    private interface Attempt {
        boolean succeeds();
    }

    private void await(String what, Attempt attempt) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            try {
                if (attempt.succeeds()) {
                    return;
                }
                Thread.sleep(POLL_MILLIS);
            } catch (StaleElementReferenceException e) {
                // The page was drawn again in between; the next attempt finds the new element.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }
        throw new AssertionError("the page does not show " + what + ", but: " + text());
    }

    @Override
    public void close() {
        driver.quit();
    }
}
