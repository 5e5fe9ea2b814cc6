//! Rust's ureq in Scripts/bench: `ureq-peer WORK PORT AMOUNT [CA]` prints the seconds its loop took and the bytes of bodies that it read.

use std::error::Error;
use std::io::Read;
use std::sync::Arc;
use std::time::Instant;

type Outcome<T> = Result<T, Box<dyn Error>>;

fn get(agent: &ureq::Agent, url: &str, buffer: &mut [u8]) -> Outcome<u64> {
    let mut body = agent.get(url).call()?.into_reader();
    let mut total = 0;
    loop {
        match body.read(buffer)? {
            0 => return Ok(total),
            count => total += count as u64,
        }
    }
}

/// The certificate between the lines of a PEM file.
fn certificate(path: &str) -> Outcome<rustls::Certificate> {
    let text = std::fs::read_to_string(path)?;
    let base64: Vec<u8> = text.lines().filter(|line| !line.starts_with('-')).flat_map(str::bytes).collect();
    Ok(rustls::Certificate(decode(&base64)))
}

fn decode(base64: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let (mut bits, mut count) = (0u32, 0);
    for character in base64 {
        let value = match character {
            b'A'..=b'Z' => character - b'A',
            b'a'..=b'z' => character - b'a' + 26,
            b'0'..=b'9' => character - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => break,
        };
        bits = bits << 6 | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
        }
    }
    bytes
}

fn agent(is_tls: bool, authority: Option<&String>) -> Outcome<ureq::Agent> {
    let builder = ureq::AgentBuilder::new();
    if !is_tls {
        return Ok(builder.build());
    }
    let mut roots = rustls::RootCertStore::empty();
    roots.add(&certificate(authority.ok_or("no authority's file")?)?)?;
    let config = rustls::ClientConfig::builder().with_safe_defaults().with_root_certificates(roots).with_no_client_auth();
    Ok(builder.tls_config(Arc::new(config)).build())
}

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().collect();
    if arguments.len() < 4 {
        return Err("usage: ureq-peer WORK PORT AMOUNT [CA]".into());
    }
    let (is_tls, work) = match arguments[1].strip_prefix("tls-") {
        Some(work) => (true, work),
        None => (false, arguments[1].as_str()),
    };
    let amount: u64 = arguments[3].parse()?;
    // This rustls knows no certificates for addresses.
    let host = if is_tls { "https://localhost" } else { "http://127.0.0.1" };
    let base = format!("{host}:{}", arguments[2]);
    let agent = agent(is_tls, arguments.get(4))?;
    let mut buffer = vec![0; 65536];
    // The connection is opened before the clock starts, as in the others.
    get(&agent, &format!("{base}/small"), &mut buffer)?;
    let start = Instant::now();
    let mut total = 0;
    match work {
        "requests" => {
            for _ in 0..amount {
                total += get(&agent, &format!("{base}/small"), &mut buffer)?;
            }
        }
        "download" => total = get(&agent, &format!("{base}/length/{amount}"), &mut buffer)?,
        "chunked" => total = get(&agent, &format!("{base}/chunked/{amount}"), &mut buffer)?,
        _ => return Err(format!("no work is named {work}").into()),
    }
    println!("{} {}", start.elapsed().as_secs_f64(), total);
    Ok(())
}
