# Diagnostics of stored chains by R's posterior 1.4.0 (Debian 12: apt-get install r-base-core r-cran-posterior).
# Writes ../chains/NAME.csv (one column a chain, one row a draw) and ../tables/chains.csv (one row a set of chains).
# Run as: Rscript scripts/chains.R
suppressPackageStartupMessages(library(posterior))
set.seed(20211, kind = "Mersenne-Twister", normal.kind = "Inversion")

here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE)))
folder <- file.path(here, "..", "chains")
table <- file.path(here, "..", "tables", "chains.csv")
dir.create(folder, showWarnings = FALSE)

ar1 <- function(draws, chains, phi) sapply(seq_len(chains), function(i) {
  x <- rnorm(draws)
  x[1] <- x[1] / sqrt(1 - phi^2)
  as.vector(stats::filter(x, phi, method = "recursive"))
})
normal <- function(draws, chains) matrix(rnorm(draws * chains), draws)
put <- function(x, draw, chain, value) { x[draw, chain] <- value; x }

cases <- list(
  independent = normal(200, 4),
  odd_length = normal(101, 4),
  ties = matrix(rpois(4 * 150, 2), 150),
  ties_correlated = round(ar1(200, 4, 0.8)),
  binary_rare = matrix(rbinom(4 * 150, 1, 0.02), 150),
  binary_common = matrix(rbinom(4 * 150, 1, 0.3), 150),
  binary_sign = matrix(sample(rep(c(-1, 1), 200)), 100),
  has_nan = put(normal(50, 4), 7, 2, NaN),
  has_inf = put(normal(50, 4), 7, 2, Inf),
  has_minus_inf = put(normal(50, 4), 50, 4, -Inf),
  constant = matrix(0.1, 50, 4),
  one_constant_chain = { x <- normal(100, 4); x[, 3] <- 0.25; x },
  constant_chains_apart = matrix(rep(c(1, 2, 3, 4), each = 20), 20),
  constant_but_for_the_middle = put(matrix(1, 21, 2), 11, 1, 2),
  antithetic = ar1(250, 4, -0.9),
  antithetic_capped = outer(rep(c(-1, 1), 100), c(1, 1, 1, 1)) + 0.01 * normal(200, 4),
  autocorrelated = ar1(400, 4, 0.97),
  autocorrelated_odd = ar1(333, 3, 0.9),
  random_walk = apply(normal(200, 4), 2, cumsum),
  trend = normal(200, 4) + seq(0, 2, length.out = 200),
  cauchy = matrix(rcauchy(4 * 200), 200),
  two_chains = ar1(150, 2, 0.5),
  single_chain = ar1(300, 1, 0.6),
  single_chain_odd = ar1(99, 1, 0.3),
  eight_chains = ar1(100, 8, 0.7),
  # Not fewer: for two or three draws .split_chains(x) of 1.4.0 drops a dimension, and what comes out belongs to other chains.
  four_draws = normal(4, 4),
  five_draws = normal(5, 4),
  six_draws = normal(6, 4),
  eight_draws = normal(8, 4),
  ten_draws = normal(10, 2),
  eleven_draws = ar1(11, 3, 0.5),
  twelve_draws = ar1(12, 4, 0.5),
  thirteen_draws = ar1(13, 2, -0.5),
  locations_apart = normal(100, 4) + rep(c(0, 0, 1, 3), each = 100),
  scales_apart = normal(100, 4) * rep(c(1, 1, 1, 5), each = 100),
  offset = 1e6 + normal(150, 4),
  small_unit = 1e-6 * ar1(150, 4, 0.4),
  large_unit = 1e12 * ar1(150, 4, 0.4),
  skewed = exp(2 * ar1(250, 4, 0.8))
)

write_number <- function(x) ifelse(is.na(x), "NaN", ifelse(is.infinite(x), ifelse(x > 0, "Infinity", "-Infinity"), sprintf("%.17g", x)))
read_number <- function(text) as.numeric(sub("Infinity", "Inf", text))
number <- function(value) { v <- suppressWarnings(tryCatch(value, error = function(e) NA)); if (length(v) == 0) NA else as.numeric(v) }

rows <- lapply(names(cases), function(name) {
  path <- file.path(folder, paste0(name, ".csv"))
  # Seven digits keep the files short; what is diagnosed below is what was written.
  text <- apply(signif(cases[[name]], if (name == "offset") 13 else 7), 2, function(column)
    ifelse(is.finite(column), sprintf("%.15g", column), write_number(column)))
  text <- matrix(text, ncol = ncol(cases[[name]]))
  writeLines(c(paste0("chain", seq_len(ncol(text)), collapse = ","), apply(text, 1, paste, collapse = ",")), path)
  x <- apply(text, 2, read_number)
  x <- matrix(x, ncol = ncol(text))
  e <- x[, 1]
  lags <- if (length(e) > 5 && all(is.finite(e)) && stats::var(e) > 0) stats::acf(e, lag.max = 5, plot = FALSE)$acf[2:6] else rep(NA, 5)
  values <- c(
    mean = number(mean(x)), sd = number(posterior::sd(as.vector(x))),
    rhat = number(rhat(x)), rhat_classic = number(rhat_basic(x)),
    rhat_bulk = number(posterior:::.rhat(posterior:::z_scale(posterior:::.split_chains(x)))),
    rhat_folded = number(posterior:::.rhat(posterior:::z_scale(posterior:::.split_chains(posterior:::fold_draws(x))))),
    ess_bulk = number(ess_bulk(x)), ess_tail = number(ess_tail(x)), ess_mean = number(ess_mean(x)), ess_sd = number(ess_sd(x)),
    ess_q05 = number(ess_quantile(x, 0.05)), ess_q30 = number(ess_quantile(x, 0.3)), ess_q50 = number(ess_median(x)),
    ess_q95 = number(ess_quantile(x, 0.95)), ess_q100 = number(ess_quantile(x, 1)),
    mcse_mean = number(mcse_mean(x)), mcse_sd = number(mcse_sd(x)),
    mcse_q05 = number(mcse_quantile(x, 0.05)), mcse_q30 = number(mcse_quantile(x, 0.3)),
    mcse_q50 = number(mcse_median(x)), mcse_q95 = number(mcse_quantile(x, 0.95)),
    ebfmi_first = number(if (length(e) > 1 && all(is.finite(e)) && stats::var(e) > 0) sum(diff(e)^2) / sum((e - mean(e))^2) else NA),
    setNames(lags, paste0("acf", 1:5)))
  c(case = name, vapply(values, write_number, ""))
})
writeLines(c(paste(names(rows[[1]]), collapse = ","), vapply(rows, paste, "", collapse = ",")), table)
