package dev.godwit.local.chaos.fault;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * A TCP proxy on 127.0.0.1 before a PostgreSQL server, which can cut, stall, delay and refuse
 * connections. Thread-safe; each connection has two virtual threads.
 */
public final class TcpProxy implements AutoCloseable {
  private static final int PIECE = 8192;
  private static final long STALL_POLL_NANOS = 5_000_000;

  /** First byte of the server's message that it is ready for COPY data. */
  private static final byte COPY_IN = 'G';

  private static final byte NOTICE = 'N';

  private enum Mode {
    PASS,
    STALL,
    REFUSE
  }

  private final ServerSocket server;
  private final int upstream;
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
  private volatile Mode mode = Mode.PASS;
  private volatile Duration delay = Duration.ZERO;
  private volatile long copyBytes = -1;
  private volatile long answerBytes = -1;
  private volatile boolean cut;

  /** A client and its connection to the server. */
  private final class Connection {
    private final Socket client;
    private final Socket behind;
    private volatile boolean copying;

    Connection(Socket client, Socket behind) {
      this.client = client;
      this.behind = behind;
    }

    /** Closes both sides without a farewell, as a network that is gone. */
    void reset() {
      for (Socket socket : new Socket[] {client, behind}) {
        try {
          socket.setSoLinger(true, 0);
          socket.close();
        } catch (IOException e) {
          // It is closed already.
        }
      }
      connections.remove(this);
    }

    void pump(boolean fromServer) {
      byte[] piece = new byte[PIECE];
      try (InputStream in = (fromServer ? behind : client).getInputStream();
          OutputStream out = (fromServer ? client : behind).getOutputStream()) {
        int read;
        while ((read = in.read(piece)) >= 0) {
          awaitPass();
          if (fromServer) {
            copying = piece[0] == COPY_IN || (copying && piece[0] == NOTICE);
          }
          if (isToBeCut(fromServer, read)) {
            reset();
            return;
          }
          out.write(piece, 0, read);
          out.flush();
        }
      } catch (IOException e) {
        // One side has gone: so goes the other.
      } finally {
        reset();
      }
    }

    private boolean isToBeCut(boolean fromServer, int read) {
      synchronized (TcpProxy.this) {
        if (fromServer && answerBytes >= 0) {
          answerBytes -= read;
          if (answerBytes < 0) {
            cut = true;
            return true;
          }
        }
        if (!fromServer && copying && copyBytes >= 0) {
          copyBytes -= read;
          if (copyBytes < 0) {
            cut = true;
            return true;
          }
        }
        return false;
      }
    }
  }

  /**
   * Listens on a free port.
   *
   * @param upstream port of the server on 127.0.0.1
   */
  public TcpProxy(int upstream) {
    this.upstream = upstream;
    try {
      this.server = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException("Opening a port for a proxy", e);
    }
    Thread.ofPlatform().daemon().name("proxy-" + server.getLocalPort()).start(this::accept);
  }

  /** The port that it listens on. */
  public int port() {
    return server.getLocalPort();
  }

  /** All passes again. */
  public synchronized void pass() {
    mode = Mode.PASS;
    delay = Duration.ZERO;
    copyBytes = -1;
    answerBytes = -1;
    cut = false;
  }

  /** Nothing passes until {@link #pass}; connections stay. */
  public void stall() {
    mode = Mode.STALL;
  }

  /** Every piece passes so much later. */
  public void delay(Duration each) {
    delay = each;
  }

  /** Cuts all connections, and every new one, until {@link #pass}. */
  public void refuse() {
    mode = Mode.REFUSE;
    cutAll();
  }

  /** Cuts all connections once. */
  public void cutAll() {
    connections.forEach(Connection::reset);
  }

  /** Cuts the connection by which so many bytes of COPY data have passed from now on. */
  public synchronized void cutInCopy(long bytes) {
    cut = false;
    copyBytes = bytes;
  }

  /** Cuts the connection by which the server's answers have become so long from now on. */
  public synchronized void cutAnswer(long bytes) {
    cut = false;
    answerBytes = bytes;
  }

  /** Whether the cut has taken place. */
  public boolean hasCut() {
    return cut;
  }

  private void awaitPass() {
    Duration late = delay;
    if (!late.isZero()) {
      LockSupport.parkNanos(late.toNanos());
    }
    while (mode == Mode.STALL && !server.isClosed()) {
      LockSupport.parkNanos(STALL_POLL_NANOS);
    }
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        if (mode == Mode.REFUSE) {
          client.setSoLinger(true, 0);
          client.close();
          continue;
        }
        connect(client);
      } catch (IOException e) {
        // The client has gone, or the proxy is closed.
      }
    }
  }

  private void connect(Socket client) throws IOException {
    Socket behind = new Socket();
    try {
      behind.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), upstream));
      client.setTcpNoDelay(true);
      behind.setTcpNoDelay(true);
    } catch (IOException e) {
      client.close();
      behind.close();
      throw e;
    }
    Connection connection = new Connection(client, behind);
    connections.add(connection);
    Thread.startVirtualThread(() -> connection.pump(false));
    Thread.startVirtualThread(() -> connection.pump(true));
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Closing a proxy", e);
    }
    cutAll();
  }
}
