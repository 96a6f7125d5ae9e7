namespace FeatureLearning.Plotly;

/// <summary>Names of TeX symbols and the Unicode characters they stand for.</summary>
internal static class TexSymbols
{
    private static readonly Dictionary<string, string> Symbols = Parse(
        // Greek, lower and upper case.
        "alpha α beta β gamma γ delta δ epsilon ε varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ lambda λ mu μ nu ν xi ξ " +
        "pi π rho ρ sigma σ tau τ upsilon υ phi φ varphi φ chi χ psi ψ omega ω " +
        "Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω " +
        // Relations and operators.
        "le ≤ leq ≤ ge ≥ geq ≥ ne ≠ neq ≠ approx ≈ sim ∼ simeq ≃ equiv ≡ propto ∝ ll ≪ gg ≫ to → rightarrow → leftarrow ← " +
        "leftrightarrow ↔ Rightarrow ⇒ mapsto ↦ in ∈ subset ⊂ cup ∪ cap ∩ times × cdot · pm ± mp ∓ div ÷ ast ∗ star ⋆ circ ∘ " +
        "bullet • otimes ⊗ oplus ⊕ odot ⊙ top ⊤ bot ⊥ perp ⊥ parallel ∥ partial ∂ nabla ∇ infty ∞ sum ∑ prod ∏ int ∫ " +
        "forall ∀ exists ∃ neg ¬ wedge ∧ vee ∨ dagger † prime ′ hbar ℏ ell ℓ Re ℜ Im ℑ emptyset ∅ " +
        // Brackets and dots.
        "langle ⟨ rangle ⟩ lVert ‖ rVert ‖ Vert ‖ lvert | rvert | vert | mid | lfloor ⌊ rfloor ⌋ lceil ⌈ rceil ⌉ " +
        "ldots … dots … cdots ⋯ " +
        // Functions, upright words in TeX and here.
        "log log ln ln exp exp sin sin cos cos tan tan tanh tanh sinh sinh cosh cosh erf erf relu relu min min max max det det tr tr Tr Tr " +
        "arg arg sup sup inf inf lim lim dim dim Pr Pr");

    private static readonly Dictionary<string, string> Spaces = new(StringComparer.Ordinal)
    {
        [","] = "\u2009", [":"] = "\u2005", [";"] = "\u2004", ["!"] = "", [" "] = " ", ["quad"] = "\u2003", ["qquad"] = "\u2003\u2003",
        ["{"] = "{", ["}"] = "}", ["$"] = "$", ["%"] = "%", ["_"] = "_", ["#"] = "#", ["&"] = "&", ["|"] = "‖", ["\\"] = " ",
        // Sizes of brackets have no meaning in one line of text.
        ["left"] = "", ["right"] = "", ["big"] = "", ["Big"] = "", ["bigl"] = "", ["bigr"] = "", ["displaystyle"] = "",
    };

    /// <summary>All names, for documentation and tests.</summary>
    public static IReadOnlyCollection<string> Names => Symbols.Keys;

    /// <summary>The text of a command, or null when it is none of the table.</summary>
    public static string? Find(string command) =>
        Symbols.TryGetValue(command, out var symbol) ? symbol : Spaces.GetValueOrDefault(command);

    private static Dictionary<string, string> Parse(string pairs)
    {
        var words = pairs.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var table = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < words.Length; i += 2)
            table.Add(words[i], words[i + 1]);
        return table;
    }
}
