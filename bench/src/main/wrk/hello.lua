-- The book's request, and a last line that the harness reads.
wrk.method = "POST"
wrk.path = "/helloworld"
wrk.body = '{"name":"Nic"}'
wrk.headers["Content-Type"] = "application/json"

function done(summary, latency)
    local errors = summary.errors
    io.write(string.format("RESULT requests=%d micros=%d p50=%d p99=%d failures=%d\n",
        summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
        errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
